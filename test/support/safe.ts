import { resolveSecrets } from "#shared/setting/resolve-secrets.ts";
import { TestApi } from "./app.ts";
import { addPerson, openSession } from "./factory.ts";

type Given = { name?: string; description?: string; value?: string };
type Headers = Record<string, string>;

export const canary = "xQ7-canary-value";

/** An administrator with secrets, speaking to the API. */
export class Safe {
  readonly api = new TestApi();
  readonly #token: string;
  #made = 0;

  private constructor(token: string) {
    this.#token = token;
  }

  static async open(): Promise<Safe> {
    return new Safe(await openSession(await addPerson({ name: "Grace", roles: ["admin"] })));
  }

  newName(): string {
    this.#made += 1;
    return `secret-${this.#made}`;
  }

  async create(given: Given = {}) {
    const body = { name: this.newName(), description: "for a test", value: canary, ...given };
    const answer = await this.api.loose("createSecret", { body }, this.#token);
    return { name: body.name, ...answer };
  }

  setValue(name: string, value: string, headers: Headers = {}) {
    const call = { params: { name }, body: { value }, headers };
    return this.api.loose("setSecretValue", call, this.#token);
  }

  change(name: string, body: object) {
    return this.api.loose("updateSecret", { params: { name }, body }, this.#token);
  }

  remove(name: string, headers: Headers = {}) {
    return this.api.loose("deleteSecret", { params: { name }, headers }, this.#token);
  }

  async list() {
    return (await this.api.call("listSecrets", {}, this.#token)).body.items;
  }

  async view(name: string) {
    return (await this.list()).find((secret) => secret.name === name);
  }

  async versions(name: string): Promise<number[] | undefined> {
    return (await this.view(name))?.versions.map(({ version }) => version);
  }

  /** Saves settings whose clusters have these tokens and no others. */
  async refer(...tokens: object[]) {
    const params = { group: "kubernetes" };
    const { version } = (await this.api.call("getSetting", { params }, this.#token)).body;
    const url = "https://k8s.test";
    const clusters = tokens.map((token, at) => ({ name: `c${at}`, url, token }));
    const body = { version, value: { clusters } };
    return this.api.loose("updateSetting", { params, body }, this.#token);
  }
}

/** What whoever runs actions is told of a reference: the value, or why there is none. */
export async function resolved(ref: object): Promise<unknown> {
  try {
    return (await resolveSecrets(ref)).value;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}
