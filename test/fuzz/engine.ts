import { fuzz } from "./command.ts";

/** `npm run fuzz:engine -- --histories N --seed S`: random chains and commands on the approval engine. */
await fuzz("approval");
