import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { newIntent } from "#lib/api/send.ts";
import { fromLocalInput } from "#lib/components/form/local-time.ts";
import { StepValues } from "#lib/order/step-values.svelte.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { OrderMode } from "#shared/order/schema.ts";
import type { OrderView, StartPreview } from "#shared/order/view/schema.ts";
import { hindranceOf } from "./hindrance.ts";

/** A run that somebody is about to start. */
export class StartDraft {
  readonly preview: StartPreview;
  readonly values: StepValues;
  readonly #from: string | undefined;
  /** Of the key, as the last look found it. */
  readonly #lock: () => StartPreview["lock"];
  mode = $state<OrderMode>("run");
  isLater = $state(false);
  /** As the control shows it, in the viewer's zone. */
  startAt = $state("");
  reason = $state("");
  isBreakGlass = $state(false);
  typed = $state("");
  #isBusy = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #own = $state.raw<{ id: string; text: string }[]>([]);
  #intent = { of: "", key: "" };

  /** Steps that may do much harm: how many there are is typed before they begin. */
  readonly risky: number;
  readonly needsCount = $derived.by(() => this.risky > 0 && this.mode !== "dry_run");
  /** Why it can't begin now, as far as is known beforehand. */
  readonly hindrance = $derived.by(() =>
    hindranceOf(
      { broken: this.preview.broken, lock: this.#lock() },
      { mode: this.mode, isBreakGlass: this.isBreakGlass },
    ),
  );
  readonly faults = $derived.by(() => [...this.#own, ...this.values.faults]);

  constructor(
    preview: StartPreview,
    {
      from,
      mode,
      lock,
    }: { from: string | undefined; mode: OrderMode; lock: () => StartPreview["lock"] },
  ) {
    this.preview = preview;
    this.mode = preview.mayStart ? mode : "run";
    this.#from = from;
    this.#lock = lock;
    this.values = new StepValues(preview.nodes.filter(({ kind }) => kind === "action"));
    this.risky = preview.nodes.filter(
      ({ risk, kind }) => kind === "action" && risk === "high",
    ).length;
    this.isBreakGlass = !preview.mayStart && preview.mayBreakGlass;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  /** What is wrong with a control of its own. */
  faultOf(id: string): string | null {
    return this.#own.find((fault) => fault.id === id)?.text ?? null;
  }

  #check(): boolean {
    const own: { id: string; text: string }[] = [];
    if (this.isBreakGlass && this.reason.trim() === "") {
      own.push({ id: "start-reason", text: t("orderstart.fault.reason") });
    }
    if (this.isLater && !(Date.parse(fromLocalInput(this.startAt)) > Date.now())) {
      own.push({ id: "start-at", text: t("orderstart.fault.startAt") });
    }
    if (this.needsCount && Number(this.typed.trim()) !== this.risky) {
      own.push({ id: "start-count", text: t("orderstart.fault.count", { count: this.risky }) });
    }
    this.#own = own;
    return this.values.check() && own.length === 0;
  }

  #body() {
    const { plan } = this.preview;
    const reason = this.reason.trim();
    return {
      planId: plan.id,
      version: plan.version,
      mode: this.mode,
      parameters: this.values.given,
      isBreakGlass: this.isBreakGlass,
      ...(this.#from === undefined ? {} : { from: this.#from }),
      ...(reason === "" ? {} : { reason }),
      ...(this.isLater ? { startAt: fromLocalInput(this.startAt) } : {}),
    };
  }

  /** Starts it. Null: something stands against it, told in `faults` or `error`. */
  async start(): Promise<OrderView | null> {
    this.#error = null;
    if (this.#isBusy || !this.#check()) return null;
    this.#isBusy = true;
    const body = this.#body();
    const wish = JSON.stringify(body);
    if (this.#intent.of !== wish) this.#intent = { of: wish, key: newIntent() };
    try {
      return await api.startOrder({ body }, { intent: this.#intent.key });
    } catch (thrown) {
      const error = asApiError(thrown);
      this.values.take(error.issues);
      if (this.values.faults.length === 0) this.#error = error;
      return null;
    } finally {
      this.#isBusy = false;
    }
  }
}
