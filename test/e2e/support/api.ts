import { createHash } from "node:crypto";
import type { Locale } from "#shared/core/ctx.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import { Person, send } from "#test/replay/client.ts";
import { demoPassword } from "./product.ts";
import { until } from "./until.ts";

/** A person signed in at the API, whose session a browser can take over. */
export type Signed = { email: string; cookie: string; person: Person };

/** Signs in; `handle` is the part of the address before `@demo.test`. */
export async function signIn(
  url: string,
  handle: string,
  password = demoPassword,
): Promise<Signed> {
  const email = `${handle}@demo.test`;
  const response = await send(`${url}/api/session`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return { email, cookie, person: new Person(url, cookie) };
}

/** What tests do through the API because another walk already shows it in the browser. */
export class Api {
  readonly #url: string;
  readonly #signed = new Map<string, Promise<Signed>>();

  constructor(url: string) {
    this.#url = url;
  }

  signed(handle: string): Promise<Signed> {
    const known = this.#signed.get(handle) ?? signIn(this.#url, handle);
    this.#signed.set(handle, known);
    return known;
  }

  async as(handle: string): Promise<Person> {
    return (await this.signed(handle)).person;
  }

  async speak(handle: string, locale: Locale): Promise<void> {
    await (await this.as(handle)).call("updateMe", { body: { locale } });
  }

  async templateId(englishName: string): Promise<string> {
    const { items } = await (await this.as("grace")).call("listTemplates", { query: {} });
    const found = items.find(({ name }) => name.en === englishName);
    if (found === undefined) throw new Error(`No template ${englishName}.`);
    return found.id;
  }

  async userId(handle: string): Promise<string> {
    return (await (await this.as(handle)).call("getMe", {})).id;
  }

  async ticket(id: string, handle = "alice"): Promise<TicketView> {
    return (await this.as(handle)).call("getTicket", { params: { id } });
  }

  /** Creates, fills and submits; resolves when the first stage waits for somebody. */
  async submit(
    handle: string,
    template: string,
    title: string,
    values: Record<string, unknown>,
    file?: { field: string; name: string; content: string },
  ): Promise<TicketView> {
    const person = await this.as(handle);
    const templateId = await this.templateId(template);
    const draft = await person.call("createTicket", { body: { templateId, title, values } });
    const params = { id: draft.id };
    if (file) {
      const attachmentId = await this.#upload(person, draft.id, file);
      const all = { ...values, [file.field]: [attachmentId] };
      await person.call("saveTicket", { params, body: { title, values: all } });
    }
    await person.call("submitTicket", { params });
    return this.reach(draft.id, handle, (ticket) => ticket.waiting?.for === "approval");
  }

  /** Waits until a ticket is as described. */
  reach(
    id: string,
    handle: string,
    isThere: (ticket: TicketView) => boolean,
    limitMs?: number,
  ): Promise<TicketView> {
    return until(
      `ticket ${id} ${isThere.toString()}`,
      async () => {
        const ticket = await this.ticket(id, handle);
        return isThere(ticket) && ticket;
      },
      limitMs,
    );
  }

  /** Decides on the pending task of this person. */
  async decide(
    handle: string,
    id: string,
    action: "approve" | "return" | "veto" | "confirm",
    comment?: string,
  ): Promise<void> {
    const mine = (ticket: TicketView) => ticket.myTask !== null;
    const { myTask } = await this.reach(id, handle, mine);
    const body = comment === undefined ? { action } : { action, comment };
    await (await this.as(handle)).call("decideTask", { params: { id: myTask?.id ?? "" }, body });
  }

  async #upload(person: Person, id: string, { name, content }: { name: string; content: string }) {
    const bytes = Buffer.from(content);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const body = { name, size: bytes.length, type: "text/plain" as const, sha256 };
    const { attachment, upload } = await person.call("addAttachment", { params: { id }, body });
    await send(upload.url, { method: "PUT", headers: upload.headers, body: bytes });
    const params = { id, attachmentId: attachment.id };
    await person.call("completeAttachment", { params });
    return attachment.id;
  }
}
