import { Hono } from "hono";

type Supplier = { id: string; kind: string; name: string };

const suppliers: Supplier[] = [
  { id: "dawn", kind: "hardware", name: "Dawn Servers 曙光服务器" },
  { id: "northwind", kind: "hardware", name: "Northwind Hardware 北风硬件" },
  { id: "rackline", kind: "hardware", name: "Rackline 机柜线" },
  { id: "lotus", kind: "software", name: "Lotus Software 莲花软件" },
  { id: "inkstone", kind: "software", name: "Inkstone Licences 墨石授权" },
  { id: "harbour", kind: "consulting", name: "Harbour Consulting 港湾咨询" },
];

/** A small outside system for the demo: the approved suppliers of one kind of goods, as a purchasing system lists them. */
export function supplierList(base: string): Hono {
  const app = new Hono().basePath(base);
  app.get("/", (c) => {
    const kind = c.req.query("kind");
    const items = suppliers.filter((one) => kind === undefined || one.kind === kind);
    return c.json({ data: { items } });
  });
  return app;
}
