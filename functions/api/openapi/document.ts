import { contract } from "#shared/contract/index.ts";
import type { Operation } from "#shared/contract/operation.ts";
import { fileOperations } from "../files.ts";
import {
  allComponents,
  bodyName,
  inputSchema,
  reference,
  resultName,
  type JsonSchema,
} from "./schemas.ts";

export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: JsonSchema;
  description?: string;
};
export type Content = Record<string, { schema: JsonSchema }>;
type Answer = { description: string; content?: Content } | { $ref: string };
export type OperationObject = {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  "x-countersign-access": string;
  parameters: Parameter[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, Answer>;
};
export type OpenApiDocument = {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, { description: string; content: Content }>;
    securitySchemes: Record<string, object>;
  };
};

const json = "application/json";

function parametersIn(place: "path" | "query", schema: Operation["query"]): Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = inputSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property as JsonSchema,
  }));
}

const retryKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: { type: "string", minLength: 1, maxLength: 200 },
  description:
    "Repeating a request with the same key does nothing twice and shows the same record.",
};

function securityOf({ access }: Operation): Record<string, string[]>[] {
  if (access === "public") return [];
  return access === "token" ? [{ nodeToken: [] }] : [{ session: [] }];
}

function success(name: string, { result, status, path }: Operation): Record<string, Answer> {
  if (path.endsWith(".csv")) {
    return {
      "200": { description: "The file", content: { "text/csv": { schema: { type: "string" } } } },
    };
  }
  if (result === undefined) return { "204": { description: "Done" } };
  const schema = reference(resultName(name, result));
  const description = status === 201 ? "Created" : "OK";
  return { [String(status ?? 200)]: { description, content: { [json]: { schema } } } };
}

function failures({ access, params, method, body }: Operation): Record<string, Answer> {
  const isWrite = method !== "GET";
  const isGuarded = access !== "public";
  const codes = [
    "400",
    ...(isGuarded ? ["401", "403"] : []),
    ...(params === undefined ? [] : ["404"]),
    ...(isWrite ? ["409"] : []),
    ...(body === undefined ? [] : ["413", "415"]),
    ...(isWrite && isGuarded ? ["422"] : []),
    "429",
    "500",
  ];
  return Object.fromEntries(
    codes.map((code) => [code, { $ref: "#/components/responses/Problem" }]),
  );
}

function operationObject(name: string, operation: Operation): OperationObject {
  const { method, path, summary, access, body } = operation;
  const isRetried = method !== "GET" && access !== "public" && access !== "token";
  return {
    operationId: name,
    summary,
    tags: [path.split("/")[1] ?? ""],
    security: securityOf(operation),
    "x-countersign-access": access,
    parameters: [
      ...parametersIn("path", operation.params),
      ...parametersIn("query", operation.query),
      ...(isRetried ? [retryKey] : []),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [json]: { schema: reference(bodyName(name)) } },
          },
        }),
    responses: { ...success(name, operation), ...failures(operation) },
  };
}

function paths(): OpenApiDocument["paths"] {
  const found: OpenApiDocument["paths"] = {};
  const operations = { ...contract, ...fileOperations };
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    const item = (found[operation.path] ??= {});
    item[operation.method.toLowerCase()] = operationObject(name, operation);
  }
  return found;
}

function make(): OpenApiDocument {
  return {
    openapi: "3.1.0",
    info: {
      title: "Countersign",
      version: "1",
      description:
        "Failures are application/problem+json with a stable `code` and the faults by path.",
    },
    servers: [{ url: "/api" }],
    paths: paths(),
    components: {
      schemas: allComponents(),
      responses: {
        Problem: {
          description: "What is wrong, for people and for programs",
          content: { "application/problem+json": { schema: reference("Problem") } },
        },
      },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "countersign_session" },
        nodeToken: { type: "http", scheme: "bearer" },
      },
    },
  };
}

let made: OpenApiDocument | undefined;

/** The API as OpenAPI 3.1, made from the contract: it can't say anything else than the routes do. */
export function openApiDocument(): OpenApiDocument {
  made ??= make();
  return made;
}
