import packageFile from "../package.json";

const deployedAt = new Date();

/** What the functions are told of the deployment they belong to. The order grows with each deployment. */
export const releaseEnvironment = {
  RELEASE_ID:
    process.env["RELEASE_ID"] ?? `${packageFile.version}+${deployedAt.toISOString().slice(0, 19)}Z`,
  RELEASE_ORDER: String(deployedAt.getTime()),
};
