import type { Ctx } from "#shared/core/ctx.ts";
import { createService } from "#shared/org/create-service.ts";
import { listServices } from "#shared/org/list-services.ts";
import { getUserByEmail } from "#shared/org/load.ts";

/** A demo service: owners by mail address, its department by name. */
type DemoService = {
  code: string;
  name: string;
  department: string;
  primary: string;
  backup: string | null;
  description: string;
};

const platform = "Platform 平台研发部";
const operations = "Operations 运维部";

const services: DemoService[] = [
  {
    code: "shop-web",
    name: "Web shop 网上商城",
    department: platform,
    primary: "bob@demo.test",
    backup: "henry@demo.test",
    description: "Pages and basket of the shop. 商城页面与购物车。",
  },
  {
    code: "payment-gateway",
    name: "Payment gateway 支付网关",
    department: platform,
    primary: "henry@demo.test",
    backup: "bob@demo.test",
    description: "Takes and refunds payments of all channels. 各渠道收款与退款。",
  },
  {
    code: "account",
    name: "Accounts and sign-in 账号与登录",
    department: platform,
    primary: "bob@demo.test",
    backup: "alice@demo.test",
    description: "Customers, their sign-in and their addresses. 客户账号、登录与地址。",
  },
  {
    code: "core-database",
    name: "Core database 核心数据库",
    department: operations,
    primary: "dave@demo.test",
    backup: "chen.jing@demo.test",
    description: "The database cluster that all others stand on. 各服务共用的数据库集群。",
  },
  {
    code: "edge",
    name: "Load balancers and DNS 负载均衡与域名",
    department: operations,
    primary: "li.wei@demo.test",
    backup: "dave@demo.test",
    description: "The way in: addresses, certificates, weights. 入口地址、证书与流量权重。",
  },
  {
    code: "billing",
    name: "Billing and ledger 计费与账务",
    department: "Finance 财务部",
    primary: "zhou.min@demo.test",
    backup: null,
    description: "Invoices, ledger and the month’s closing. 开票、账务与月结。",
  },
];

async function idOf(email: string): Promise<string> {
  const user = await getUserByEmail(email);
  if (user === undefined) throw new Error(`The demo has nobody with the address ${email}.`);
  return user.userId;
}

/** Adds what is missing of the demo's services. `departments` are ids by name. */
export async function seedServices(
  ctx: Ctx,
  departments: ReadonlyMap<string, string>,
): Promise<void> {
  const { items } = await listServices(ctx, { q: "", limit: 100 });
  const known = new Set(items.map(({ code }) => code));
  for (const { code, name, department, primary, backup, description } of services) {
    if (known.has(code)) continue;
    await createService(ctx, {
      code,
      name,
      departmentId: departments.get(department) ?? null,
      primaryOwnerId: await idOf(primary),
      backupOwnerId: backup === null ? null : await idOf(backup),
      description,
    });
  }
}
