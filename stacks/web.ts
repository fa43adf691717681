import { router } from "./router.ts";

/**
 * The static app. Unknown paths get index.html, which routes in the browser. Only file names that carry a hash may be cached: the
 * service worker and the manifest must be seen at once.
 */
export const web = new sst.aws.StaticSite("Web", {
  build: { command: "npm run build:web", output: "web/build" },
  router: { instance: router },
  // Only CloudFront reads these files, so no page of another origin has any business there.
  transform: { assets: { cors: false } },
  assets: {
    fileOptions: [
      { files: "**", cacheControl: "max-age=0,no-cache,must-revalidate" },
      { files: "_app/immutable/**", cacheControl: "max-age=31536000,public,immutable" },
    ],
  },
});
