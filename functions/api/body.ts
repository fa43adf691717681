import { AppError } from "#shared/core/error.ts";
import type { ApiContext } from "./context.ts";

/** Files go to object storage directly; the largest body is a template's source. */
const largestBytes = 256 * 1024;
const deepest = 32;

function tooLarge(): AppError {
  return new AppError("PAYLOAD_TOO_LARGE", `The body is larger than ${largestBytes / 1024} KB.`);
}

/** The body as text. Throws PAYLOAD_TOO_LARGE before reading when the length is declared. */
export async function bodyText(c: ApiContext): Promise<string> {
  if (Number(c.req.header("content-length") ?? 0) > largestBytes) throw tooLarge();
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > largestBytes) throw tooLarge();
  return new TextDecoder().decode(bytes);
}

/** How deep the brackets of a JSON text nest; looks no further than `limit`. */
function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString && character === "\\") index += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && (character === "{" || character === "[")) depth += 1;
    else if (!isInString && (character === "}" || character === "]")) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? "");
}

/**
 * The JSON value of a body. Depth is checked on the text, before anything recursive can see the value.
 * Throws UNSUPPORTED_MEDIA_TYPE, MALFORMED_JSON or INVALID_INPUT (`too_deep`).
 */
export function parseJson(c: ApiContext, text: string): unknown {
  if (text === "") throw new AppError("MALFORMED_JSON", "A JSON body is needed.");
  if (!isJson(c.req.header("content-type"))) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", "The body must be application/json.");
  }
  if (isDeeper(text, deepest)) {
    const issue = { path: "", code: "too_deep", message: `Nested deeper than ${deepest} levels.` };
    throw new AppError("INVALID_INPUT", "The body is nested too deeply.", { issues: [issue] });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("MALFORMED_JSON", "The body is not valid JSON.");
  }
}
