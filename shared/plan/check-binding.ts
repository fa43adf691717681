import { findAction } from "#shared/action/catalogue/index.ts";
import { factsOf } from "#shared/action/facts.ts";
import type { FieldView } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { error, warning, type PlanFinding } from "./finding.ts";
import type { Binding, Step } from "./schema.ts";

type Place = { path: string; binding: Binding; field: FieldView | undefined };

function unknownStep(path: string, id: string, isLater: boolean): PlanFinding {
  return isLater
    ? error(path, "binding_later", {
        message: both(
          `“${id}” runs later: it has no output yet.`,
          `“${id}”在之后执行，此时还没有输出。`,
        ),
        cure: both(
          "Bind to an earlier step, or move this one down.",
          "请绑定更早的步骤，或将本步骤后移。",
        ),
      })
    : error(path, "binding_unknown_step", {
        message: both(`There is no step “${id}”.`, `没有步骤“${id}”。`),
        cure: both("Name the id of an earlier step.", "请填写之前某个步骤的 id。"),
      });
}

/** A choice is a text, and what is any JSON may be anything. */
function isTakenAs(output: FieldView, field: FieldView | undefined): boolean {
  const kindOf = ({ kind }: FieldView) => (kind === "choice" ? "text" : kind);
  if (field === undefined || output.kind === "json" || field.kind === "json") return true;
  return kindOf(output) === kindOf(field);
}

function outputFindings(
  { path, binding, field }: Place,
  source: Step,
  name: string,
): PlanFinding[] {
  const action = findAction(source.action);
  if (action === undefined) return [];
  const outputs = factsOf(action).outputs;
  const output = outputs.find(({ key }) => key === name);
  if (output === undefined) {
    const known = outputs.map(({ key }) => key).join(", ");
    return [
      error(path, "binding_unknown_output", {
        message: both(
          `“${source.id}” has no output “${name}”.`,
          `步骤“${source.id}”没有输出“${name}”。`,
        ),
        cure:
          known === ""
            ? both(
                "Its action answers nothing: give a value.",
                "其原子操作没有输出，请直接填写值。",
              )
            : both(`It answers: ${known}.`, `可用的输出：${known}。`),
      }),
    ];
  }
  if (isTakenAs(output, field)) return [];
  return [
    error(path, "binding_kind", {
      message: both(
        `“${binding.output}” is ${output.kind}, and ${field?.kind} is needed.`,
        `“${binding.output}”的类型为 ${output.kind}，此处需要 ${field?.kind}。`,
      ),
      cure: both("Bind to an output of the right type.", "请绑定类型一致的输出。"),
    }),
  ];
}

function certaintyFindings({ path }: Place, { id, executeStrategy }: Step): PlanFinding[] {
  const { isCritical, gracefulOnly } = executeStrategy;
  if (isCritical && !gracefulOnly) return [];
  return [
    warning(path, "binding_uncertain", {
      message: both(
        `“${id}” may fail or be left out; then this parameter has no value.`,
        `“${id}”可能失败或被跳过，届时该参数没有值。`,
      ),
      cure: both(
        "Make that step critical, or be ready to fill it in.",
        "请将该步骤设为关键步骤，或准备人工补填。",
      ),
    }),
  ];
}

/** A binding takes an output that an earlier step of the same plan declares. */
export function bindingFindings(place: Place, earlier: Step[], later: Step[]): PlanFinding[] {
  const [id = "", name = ""] = place.binding.output.split(".");
  const source = earlier.find((step) => step.id === id);
  if (source === undefined) {
    return [
      unknownStep(
        place.path,
        id,
        later.some((step) => step.id === id),
      ),
    ];
  }
  const faults = outputFindings(place, source, name);
  return faults.length > 0 ? faults : certaintyFindings(place, source);
}
