import { Hono } from "hono";
import { provisioner } from "./provisioner.ts";
import { supplierList } from "./suppliers.ts";

/** The outside systems that the demo's templates speak to. */
export function outsideSystems(): Hono {
  return new Hono()
    .route("/", provisioner("/_demo/provisioner"))
    .route("/", supplierList("/_demo/suppliers"));
}
