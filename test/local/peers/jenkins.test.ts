import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { basic, openDesk, told, type Desk } from "./jenkins-desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.jenkins.stop());

const deploy = "/job/team/job/deploy";

describe("the Jenkins peer", () => {
  it("queues a build, keeps it quiet, runs it in its folder and tells parameters and result", async () => {
    const posted = await desk.post(`${deploy}/buildWithParameters`, { VERSION: "1.2", other: "x" });
    expect(posted.status).toBe(201);
    expect(posted.headers.get("location")).toBe(`${desk.jenkins.url}/queue/item/1/`);
    const item = async () => (await desk.get("/queue/item/1/api/json")).body;
    desk.pass(50);
    expect(await item()).toMatchObject({
      _class: "hudson.model.Queue$WaitingItem",
      params: "\nVERSION=1.2",
      why: "In the quiet period. Expires in 4.9 sec",
    });
    desk.pass(5000);
    expect(await item()).toMatchObject({
      _class: "hudson.model.Queue$BuildableItem",
      why: "Waiting for next available executor",
    });
    desk.pass(100);
    const url = `${desk.jenkins.url}${deploy}/1/`;
    expect(await item()).toMatchObject({
      ...{ _class: "hudson.model.Queue$LeftItem", why: null, cancelled: false },
      executable: { _class: "org.jenkinsci.plugins.workflow.job.WorkflowRun", number: 1, url },
    });
    const run = async () => (await desk.get(`${deploy}/1/api/json`)).body;
    expect(await run()).toMatchObject({ building: true, result: null, queueId: 1, duration: 0 });
    desk.pass(3000);
    expect(await run()).toMatchObject({
      ...{
        building: false,
        result: "SUCCESS",
        duration: 3000,
        fullDisplayName: "team » deploy #1",
      },
      actions: [
        {
          parameters: [
            { _class: "hudson.model.StringParameterValue", name: "VERSION", value: "1.2" },
          ],
        },
        { causes: [{ shortDescription: "Started by user ops", userId: "ops" }] },
      ],
    });
  });

  it("the same build asked for twice while it waits is one; 303 leads to the first, and that is no page", async () => {
    const path = `${deploy}/buildWithParameters`;
    await desk.post(path, { VERSION: "1" });
    const again = await desk.post(path, { VERSION: "1" });
    expect([again.status, again.headers.get("location")]).toEqual([
      303,
      `${desk.jenkins.url}/queue/item/1/`,
    ]);
    expect((await desk.get("/queue/item/1/")).status).toBe(404);
    expect((await desk.post(path, { VERSION: "2" })).status).toBe(201);
    expect(desk.jenkins.callsTo("POST *").map(({ effect }) => effect)).toEqual([true, false, true]);
    desk.pass(20_000);
    expect((await desk.post(path, { VERSION: "1" })).status).toBe(201);
    desk.pass(20_000);
    expect(desk.jenkins.builds("team/deploy")).toHaveLength(3);
  });

  it("a shorter delay shortens the quiet period of what waits already, a longer one does not lengthen it", async () => {
    const build = (delay: string) =>
      desk.build(`${deploy}/buildWithParameters?VERSION=3&delay=${delay}`);
    const id = await build("9sec");
    expect([await build("1sec"), await build("60sec")]).toEqual([id, id]);
    desk.pass(1100);
    const { body } = await desk.get(`/queue/item/${id}/api/json`);
    expect(body).toMatchObject({ executable: { number: 1 } });
  });

  it("gives the log as it grows: X-Text-Size to go on from, X-More-Data until it is over", async () => {
    await desk.build("/job/nightly/build");
    const log = async (start: number | string) => {
      const { text, headers } = await desk.get(
        `/job/nightly/1/logText/progressiveText?start=${start}`,
      );
      return { text, size: headers.get("x-text-size"), more: headers.get("x-more-data") };
    };
    desk.pass(1100);
    const first = await log(0);
    expect(first).toEqual({ text: "Started by user ops\none\n", size: "24", more: "true" });
    desk.pass(2000);
    expect(await log(24)).toEqual({ text: "two\nFinished: SUCCESS\n", size: "46", more: null });
    expect((await log(99)).text).toContain("Started by user ops");
  });

  it("stops what builds and cancels what waits", async () => {
    const first = await desk.build("/job/nightly/build");
    desk.pass(100);
    const second = await desk.build("/job/nightly/build");
    const item = async (id: string) => (await desk.get(`/queue/item/${id}/api/json`)).body;
    expect(await item(second)).toMatchObject({
      ...{ _class: "hudson.model.Queue$BlockedItem", blocked: true },
      why: "Build #1 is already in progress (ETA: N/A)",
    });
    expect((await desk.post(`/queue/cancelItem?id=${second}`)).status).toBe(204);
    const { body: all } = await desk.get("/queue/api/json");
    expect(all).toMatchObject({ items: [] });
    expect(await item(second)).toMatchObject({ cancelled: true, executable: null });
    expect((await desk.post(`/queue/cancelItem?id=${first}`)).status).toBe(500);
    expect((await desk.post("/queue/cancelItem?id=99")).text).toContain("(99) not found");
    const stopped = await desk.post("/job/nightly/1/stop");
    expect([stopped.status, stopped.headers.get("location")]).toEqual([
      302,
      `${desk.jenkins.url}/job/nightly/1/`,
    ]);
    desk.pass(100);
    const { body } = await desk.get("/job/nightly/lastBuild/api/json");
    expect(body).toMatchObject({ result: "ABORTED", duration: 100 });
    expect(desk.jenkins.builds("nightly")).toHaveLength(1);
    desk.pass(5 * 60_000);
    expect((await desk.get(`/queue/item/${first}/api/json`)).status).toBe(404);
  });

  it("refuses: no job, a disabled one, parameters where none are, none where some are, GET, no choice", async () => {
    desk.jenkins.addJob({ name: "off", isDisabled: true });
    const choices = ["blue", "green"];
    desk.jenkins.addJob({ name: "pick", parameters: [{ name: "ZONE", kind: "choice", choices }] });
    const status = async (path: string) => (await desk.post(path)).status;
    expect(await status("/job/nope/build")).toBe(404);
    const disabled = await desk.post("/job/off/build");
    expect([disabled.status, disabled.text]).toEqual([
      409,
      expect.stringContaining("<th>MESSAGE:</th><td>off is not buildable</td>"),
    ]);
    expect(await status("/job/nightly/buildWithParameters")).toBe(400);
    expect(await status(`${deploy}/build`)).toBe(400);
    expect((await desk.get("/job/nightly/build")).status).toBe(405);
    expect(await status("/job/pick/buildWithParameters?ZONE=red")).toBe(500);
    expect(desk.jenkins.queue()).toEqual([]);
    expect((await desk.get("/job/pick/api/json")).body).toMatchObject({
      ...{ buildable: true, color: "notbuilt", nextBuildNumber: 1 },
      property: [{ parameterDefinitions: [{ name: "ZONE", choices }] }],
    });
    const jobs = ["team", "nightly", "off", "pick"].map((name) => ({ name }));
    expect((await desk.get("/api/json")).body).toMatchObject({ jobs });
    const folder = await desk.get("/job/team/api/json");
    expect(folder.body).toMatchObject({ jobs: [{ name: "deploy" }] });
  });

  it("knows users by password and by token; a password needs a crumb of its own session", async () => {
    const { url } = desk.jenkins;
    const build = async (headers: Record<string, string>) =>
      told(await fetch(`${url}/job/nightly/build`, { method: "POST", headers }));
    const wrong = await build(basic("ops", "nope"));
    expect([wrong.status, wrong.headers.get("www-authenticate")]).toEqual([
      401,
      'Basic realm="Jenkins"',
    ]);
    const nobody = await told(await fetch(`${url}/api/json`));
    expect([nobody.status, nobody.text]).toEqual([
      403,
      expect.stringContaining("Authentication required"),
    ]);
    expect((await build(basic("guest", "22bb"))).text).toContain(
      "missing the Job/Build permission",
    );
    const password = basic("ops", "secret");
    const bare = await build(password);
    expect(bare.status).toBe(403);
    expect(bare.text).toContain(
      "<h2>HTTP ERROR 403 No valid crumb was included in the request</h2>",
    );
    const issued = await fetch(`${url}/crumbIssuer/api/json`, { headers: password });
    const { crumb, crumbRequestField } = (await issued.json()) as Record<string, string>;
    const [cookie = ""] = issued.headers.getSetCookie()[0]?.split(";") ?? [];
    expect(crumbRequestField).toBe("Jenkins-Crumb");
    const withCrumb = { ...password, "jenkins-crumb": crumb ?? "" };
    expect((await build(withCrumb)).status).toBe(403);
    expect((await build({ ...withCrumb, cookie: `${cookie}x` })).status).toBe(403);
    expect((await build({ ...withCrumb, cookie })).status).toBe(201);
    expect((await build(basic("ops", "11aa"))).status).toBe(201);
  });
});

describe("the parameter tree of the Jenkins peer", () => {
  const pipeline = "org.jenkinsci.plugins.workflow.job.WorkflowJob";
  const folder = "com.cloudbees.hudson.plugins.folder.Folder";

  it("shows what was asked for, as deep as it was asked for, classes always", async () => {
    const { body } = await desk.get("/api/json?tree=jobs[name,color,jobs[name,fullName]]");
    expect(body).toEqual({
      _class: "hudson.model.Hudson",
      jobs: [
        { _class: folder, name: "team", jobs: [{ _class: pipeline, ...deploy }] },
        { _class: "hudson.model.FreeStyleProject", name: "nightly", color: "notbuilt" },
      ],
    });
    expect((await desk.get("/api/json?tree=jobs[name")).status).toBe(500);
    expect((await desk.get("/api/json")).body).not.toHaveProperty("jobs.0.jobs");
  });
  const deploy = { name: "deploy", fullName: "team/deploy" };

  it("shows builds with their parameters, so many of them", async () => {
    for (const VERSION of ["1", "2", "3"]) {
      await desk.build("/job/team/job/deploy/buildWithParameters", { VERSION });
      desk.pass(20_000);
    }
    const tree = "builds[number,queueId,actions[parameters[name,value]]]{0,2}";
    const { body } = await desk.get(`/job/team/job/deploy/api/json?tree=${tree}`);
    const { builds } = body as { builds: { number: number; actions: object[] }[] };
    expect(builds.map(({ number }) => number)).toEqual([3, 2]);
    expect(builds[0]?.actions[0]).toMatchObject({ parameters: [{ name: "VERSION", value: "3" }] });
  });
});
