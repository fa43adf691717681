import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { Api } from "./api.ts";
import { inspect, picture } from "./inspect.ts";
import { contextOptions, type Look } from "./look.ts";
import type { Product } from "./product.ts";

type Desk = { look: Look; context: BrowserContext; page: Page; faults: string[] };

/** Answers that a test provokes; Chromium writes each to the console. */
const refusal = /^Failed to load resource: the server responded with a status of 4\d\d/;

/**
 * The people of the demo, each at an own browser window of the wanted look, beside the API. Every window is
 * watched: whatever it writes to its console as an error is a fault of the test (`assertFaultless`).
 */
export class Office {
  readonly api: Api;
  readonly product: Product;
  readonly #browser: Browser;
  readonly #desks = new Map<string, Desk>();
  readonly #seen: string[] = [];

  private constructor(browser: Browser, product: Product) {
    this.#browser = browser;
    this.product = product;
    this.api = new Api(product.url);
  }

  static async open(product: Product = inject("product")): Promise<Office> {
    return new Office(await chromium.connect(inject("browserEndpoint")), product);
  }

  /** The window of somebody who is signed in, in the language of the look. */
  async page(handle: string, look: Look): Promise<Page> {
    await this.api.speak(handle, look.lang);
    const { cookie } = await this.api.signed(handle);
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/.exec(cookie) ?? [];
    const { context, page } = await this.desk(`${handle} ${look.name}`, look);
    await context.addCookies([{ name, value, url: this.product.url, httpOnly: true }]);
    return page;
  }

  /** A window that nobody uses yet. */
  async desk(name: string, look: Look): Promise<Desk> {
    const known = this.#desks.get(name);
    if (known) return known;
    await this.#leaveOtherLooks(look);
    const context = await this.#browser.newContext({
      ...contextOptions(look),
      baseURL: this.product.url,
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const desk = { look, context, page, faults: this.#watch(name, page) };
    this.#desks.set(name, desk);
    return desk;
  }

  /** Windows of the look before would only go on polling. */
  async #leaveOtherLooks(look: Look): Promise<void> {
    for (const [name, { look: other, context }] of this.#desks) {
      if (other.name === look.name) continue;
      this.#desks.delete(name);
      await context.close();
    }
  }

  /** Checks the page as it is shown and keeps a picture of it. */
  async look(page: Page, name: string): Promise<void> {
    this.#seen.push(...(await inspect(page, name)));
  }

  /** Fails when a window complained, or a page that was looked at had a fault. */
  assertFaultless(): void {
    const found = [...this.#seen, ...[...this.#desks.values()].flatMap(({ faults }) => faults)];
    this.#seen.length = 0;
    for (const { faults } of this.#desks.values()) faults.length = 0;
    expect(found).toEqual([]);
  }

  /** What every window shows, for somebody who asks why a test failed. */
  async pictures(name: string): Promise<void> {
    const pages = [...this.#desks.entries()];
    await Promise.allSettled(pages.map(([desk, { page }]) => picture(page, `${name} ${desk}`)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#desks.values()].map(({ context }) => context.close()));
    await this.#browser.close();
  }

  #watch(name: string, page: Page): string[] {
    const faults: string[] = [];
    const add = (text: string) => faults.push(`${name} at ${page.url()}: ${text}`);
    page.on("pageerror", (error) => add(`threw ${error.message}`));
    page.on("crash", () => add("crashed"));
    page.on("console", (message) => {
      if (message.type() === "error" && !refusal.test(message.text())) add(message.text());
    });
    page.on("response", (response) => {
      if (response.status() >= 500) add(`${response.status()} for ${response.url()}`);
    });
    return faults;
  }
}

/** One office for a test file. After each test: a picture of every window if it failed, else no fault in any. */
export function useOffice(): () => Office {
  let office: Office | undefined;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await office?.pictures(`failed ${task.name}`);
    office?.assertFaultless();
  });
  afterAll(() => office?.close());
  return () => {
    if (office === undefined) throw new Error("The office opens before the first test.");
    return office;
  };
}
