import type * as z from "zod";
import type { Permission } from "#shared/core/permission.ts";

type Shape = z.ZodType;

/**
 * One operation of the wire. Hono routes, validators, OpenAPI, the typed client and form checks all come
 * from it. `access` says who may knock: the verb behind it still decides (design: authorisation in the verb).
 */
export type Operation<
  Params extends Shape | undefined = Shape | undefined,
  Query extends Shape | undefined = Shape | undefined,
  Body extends Shape | undefined = Shape | undefined,
  Result extends Shape | undefined = Shape | undefined,
> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api`, parameters in braces: `/tickets/{id}`. */
  path: string;
  summary: string;
  /** public: no session; person: any signed-in person; otherwise the permission the verb asserts. */
  access: "public" | "person" | "token" | Permission;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Absent: 204 without a body. */
  result?: Result;
  status?: 200 | 201 | 204;
};

export function operation<
  Params extends Shape | undefined = undefined,
  Query extends Shape | undefined = undefined,
  Body extends Shape | undefined = undefined,
  Result extends Shape | undefined = undefined,
>(definition: Operation<Params, Query, Body, Result>): Operation<Params, Query, Body, Result> {
  return definition;
}

type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a caller sends. */
export type Sent<Op> =
  Op extends Operation<infer Params, infer Query, infer Body, infer _Result>
    ? { params: InputOf<Params>; query: InputOf<Query>; body: InputOf<Body> }
    : never;

/** What a verb gets after validation. */
export type Received<Op> =
  Op extends Operation<infer Params, infer Query, infer Body, infer _Result>
    ? { params: OutputOf<Params>; query: OutputOf<Query>; body: OutputOf<Body> }
    : never;

/** What a caller gets back. */
export type Answer<Op> =
  Op extends Operation<infer _Params, infer _Query, infer _Body, infer Result>
    ? Result extends z.ZodType
      ? z.output<Result>
      : void
    : never;
