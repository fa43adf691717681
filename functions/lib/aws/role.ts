/** Credentials of a role that another account lends us. A file of its own: most accounts lend none. */
export { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
