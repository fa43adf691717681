import { pageOf } from "#stacks/local/ssm/page.ts";
import { AwsError, hold } from "../error.ts";

/** How this service names an input that it does not take. */
export const REFUSED = "BadRequestException";

const PAGE_MAX = 50;

/** A page in the form of all lists here. Throws BadRequestException. */
export function pageOfItems<Item>(
  all: readonly Item[],
  input: { MaxResults?: number; NextToken?: string },
): { Items: Item[]; NextToken?: string } {
  hold(input, { MaxResults: { min: 1, max: PAGE_MAX } }, REFUSED);
  const page = pageOf(all, input.MaxResults ?? PAGE_MAX, input.NextToken);
  if (!page) throw new AwsError(REFUSED, "The token is not valid.");
  return { Items: page.items, NextToken: page.nextToken };
}
