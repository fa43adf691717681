import type { TestProject } from "vitest/node";
import { startChromium } from "./chromium.ts";
import { startProduct, type Product } from "./product.ts";

declare module "vitest" {
  interface ProvidedContext {
    product: Product;
    browserEndpoint: string;
  }
}

/** One product and one browser for all files: starting them costs more than most walks. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct();
  const browser = await startChromium();
  const { url, mailUrl, dynamodb, table } = product;
  project.provide("product", { url, mailUrl, dynamodb, table });
  project.provide("browserEndpoint", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await product.stop();
  };
}
