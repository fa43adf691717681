import * as z from "zod";
import { Me, SignInInput, UpdateMeInput } from "#shared/org/schema.ts";
import { operation } from "./operation.ts";

export const session = {
  signIn: operation({
    method: "POST",
    path: "/session",
    summary: "Sign in with mail address and password",
    access: "public",
    body: SignInInput,
    result: Me,
    status: 201,
  }),
  signOut: operation({
    method: "DELETE",
    path: "/session",
    summary: "Sign out",
    access: "person",
  }),
  getMe: operation({
    method: "GET",
    path: "/me",
    summary: "Who is signed in, and what she may do",
    access: "person",
    result: Me,
  }),
  updateMe: operation({
    method: "PATCH",
    path: "/me",
    summary: "Change the own language and notices",
    access: "person",
    body: UpdateMeInput,
    result: Me,
  }),
};

export const health = {
  getHealth: operation({
    method: "GET",
    path: "/health",
    summary: "Whether the API and its table answer",
    access: "public",
    result: z.object({ status: z.literal("ok"), now: z.string() }),
  }),
};
