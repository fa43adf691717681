import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const api = process.env.API_URL ?? "http://127.0.0.1:3000";

// Modules of ours that never touch SvelteKit: moved together they cannot disturb the order in which it starts.
const pureModule =
  /@lucide|[\\/]web[\\/]src[\\/]lib[\\/](?:api|i18n|components)[\\/][\w-]+\.|lib[\\/]ticket[\\/](?!ticket-|undo-bar|order-link)/;

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter({ pages: "build", fallback: "index.html", precompress: true }),
      compilerOptions: { runes: true },
      version: { pollInterval: 300_000 },
    }),
  ],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Left alone, every icon and small component becomes a file of its own: sixty requests for one page.
            codeSplitting: {
              groups: [
                {
                  name: "shared",
                  test: pureModule,
                  entriesAware: true,
                  entriesAwareMergeThreshold: 20_000,
                },
              ],
            },
          },
        },
      },
    },
  },
  // Only for `vite dev`: the API stays on its own port, the page keeps one origin.
  server: { host: "127.0.0.1", proxy: { "/api": api } },
});
