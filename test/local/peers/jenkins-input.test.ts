import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDesk, type Desk } from "./jenkins-desk.ts";

let desk: Desk;
const run = "/job/release/1";

beforeEach(async () => {
  desk = await openDesk();
  const parameters = [{ name: "ZONE", kind: "choice" as const, choices: ["a", "b"] }];
  desk.jenkins.addJob({
    name: "release",
    quietMs: 0,
    course: {
      stages: [
        { runMs: 1000, log: ["built"], input: { id: "go", message: "Roll out?", ok: "Yes" } },
        { runMs: 1000, input: { id: "where", message: "Which zone?", parameters } },
        { runMs: 1000, log: ["rolled out"] },
      ],
      result: "SUCCESS",
    },
  });
  await desk.build("/job/release/build");
  desk.pass(1100);
});
afterEach(() => desk.jenkins.stop());

const pending = async () => (await desk.get(`${run}/wfapi/pendingInputActions`)).body;
const state = async () => (await desk.get(`${run}/api/json`)).body;

describe("how builds of the Jenkins peer go", () => {
  it("waits for ever, under an id that begins with a capital, and goes on once when told to", async () => {
    desk.pass(86_400_000);
    expect(await state()).toMatchObject({ building: true, result: null });
    expect(await pending()).toEqual([
      {
        id: "Go",
        proceedText: "Yes",
        message: "Roll out?",
        inputs: [],
        proceedUrl: `${run}/wfapi/inputSubmit?inputId=Go`,
        abortUrl: `${run}/input/Go/abort`,
        redirectApprovalUrl: `${run}/input/`,
      },
    ]);
    expect((await desk.post(`${run}/input/go/proceedEmpty`)).status).toBe(404);
    expect((await desk.post(`${run}/input/Go/proceedEmpty`)).status).toBe(200);
    expect((await desk.post(`${run}/input/Go/proceedEmpty`)).status).toBe(404);
    expect(await pending()).toEqual([]);
    const effects = desk.jenkins.callsTo(`POST ${run}/input/*`).map(({ effect }) => effect);
    expect(effects).toEqual([false, true, false]);
  });

  it("takes parameters through the form of the page, and none that it did not ask for", async () => {
    await desk.post(`${run}/input/Go/proceedEmpty`);
    desk.pass(1000);
    expect(await pending()).toMatchObject([
      { id: "Where", inputs: [{ name: "ZONE", definition: { choices: ["a", "b"] } }] },
    ]);
    const submit = (json: string | undefined, id = "Where") =>
      desk.post(`${run}/wfapi/inputSubmit?inputId=${id}`, json === undefined ? {} : { json });
    expect((await submit(undefined)).status).toBe(400);
    expect((await submit('{"parameter":[{"name":"X","value":"b"}]}')).status).toBe(500);
    expect((await submit('{"parameter":[]}', "Other")).status).toBe(500);
    expect((await submit('{"parameter":[{"name":"ZONE","value":"b"}]}')).status).toBe(200);
    expect(desk.jenkins.builds("release")[0]?.answers).toEqual({ Go: {}, Where: { ZONE: "b" } });
    desk.pass(1000);
    expect(await state()).toMatchObject({ building: false, result: "SUCCESS" });
    const { text } = await desk.get(`${run}/consoleText`);
    expect(text.split("\n")).toEqual([
      ...["Started by user ops", "built", "Roll out?", "Yes or Abort", "Approved by ops"],
      ...["Input requested", "Approved by ops", "rolled out", "Finished: SUCCESS", ""],
    ]);
  });

  it("an aborted input aborts the build, a stopped build needs no answer", async () => {
    await desk.post(`${run}/input/Go/abort`);
    expect(await state()).toMatchObject({ building: false, result: "ABORTED" });
    await desk.build("/job/release/build");
    desk.pass(1100);
    await desk.post("/job/release/2/stop");
    desk.pass(100);
    expect((await desk.get("/job/release/2/api/json")).body).toMatchObject({ result: "ABORTED" });
    expect((await desk.post("/job/release/2/input/Go/proceedEmpty")).status).toBe(404);
  });

  it("what was blocked by a waiting build begins as soon as that one is aborted", async () => {
    const stages = [{ runMs: 0, input: { id: "Go", message: "?" } }];
    const course = { stages, result: "SUCCESS" as const };
    desk.jenkins.addJob({ name: "alone", isConcurrent: false, quietMs: 0, course });
    await desk.build("/job/alone/build");
    desk.pass(1000);
    const next = await desk.build("/job/alone/build");
    desk.pass(1000);
    await desk.post("/job/alone/1/input/Go/abort");
    await desk.get("/api/json");
    desk.pass(200);
    const { body } = await desk.get(`/queue/item/${next}/api/json`);
    expect(body).toMatchObject({ executable: { number: 2 } });
  });

  it("breaks as scripted, in words of Jenkins or of the proxy", async () => {
    desk.jenkins.fault(
      `POST ${run}/input/*`,
      { status: 503 },
      { status: 502 },
      { hangUp: "after" },
    );
    const proceed = () => desk.post(`${run}/input/Go/proceedEmpty`);
    expect((await proceed()).text).toContain("getting ready to work");
    expect((await proceed()).text).toContain("nginx");
    await expect(proceed()).rejects.toThrow("fetch failed");
    expect(await pending()).toEqual([]);
  });

  it("goes as the test says: the next build fails, the one after it is unstable", async () => {
    const result = async (number: number) => {
      await desk.build("/job/nightly/build");
      desk.pass(3100);
      return (await desk.get(`/job/nightly/${number}/api/json`)).body;
    };
    const stages = [{ runMs: 1 }];
    desk.jenkins.nextBuilds(
      "nightly",
      { stages, result: "FAILURE" },
      { stages, result: "UNSTABLE" },
    );
    expect(await result(1)).toMatchObject({ result: "FAILURE" });
    expect(await result(2)).toMatchObject({ result: "UNSTABLE" });
    expect(await result(3)).toMatchObject({ result: "SUCCESS" });
  });
});
