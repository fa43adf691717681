import { fuzz } from "./command.ts";

/** `npm run fuzz:order -- --histories N --seed S`: random plans, outcomes and deeds on the run engine. */
await fuzz("order");
