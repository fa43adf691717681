import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";

// Only what oxlint cannot see: the templates of Svelte files.
export default ts.config(
  ...svelte.configs["flat/recommended"],
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      "svelte/no-at-html-tags": "error",
      // The app lives at the root of its origin, and paths come from the server (`next`, notices).
      "svelte/no-navigation-without-resolve": "off",
      // A draft that follows its source is edited field by field; a derived object would not be reactive inside.
      "svelte/prefer-writable-derived": "off",
      // Sets that never leave a function need no reactivity.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  { ignores: ["web/build/**", "web/.svelte-kit/**", "node_modules/**"] },
);
