import { previewChain } from "#shared/approval/preview.ts";
import type { template } from "#shared/contract/template.ts";
import { checkTemplate } from "#shared/template/check.ts";
import { compareVersions } from "#shared/template/compare.ts";
import { copyTemplate } from "#shared/template/copy.ts";
import { createTemplate } from "#shared/template/create.ts";
import { disableTemplate } from "#shared/template/disable.ts";
import { getDraft, getTemplate } from "#shared/template/get.ts";
import { findHoles } from "#shared/template/holes.ts";
import { listTemplates } from "#shared/template/list.ts";
import { listOptions } from "#shared/template/options.ts";
import { publishTemplate } from "#shared/template/publish.ts";
import { saveTemplate } from "#shared/template/save.ts";
import { simulatePast } from "#shared/template/simulate-past.ts";
import { simulateTemplate } from "#shared/template/simulate.ts";
import { listTemplateVersions } from "#shared/template/versions.ts";
import type { Routes } from "../mount.ts";
import { write } from "../write.ts";

export const templateRoutes: Routes<typeof template> = {
  listTemplates: (ctx) => listTemplates(ctx),
  getTemplate: (ctx, { params, query }) =>
    getTemplate(ctx, { templateId: params.id, draft: query.draft }),
  checkTemplate: (ctx, { body }) => checkTemplate(ctx, body),
  createTemplate: write((ctx, { body }) => createTemplate(ctx, body), getDraft),
  saveTemplate: write(
    (ctx, { params, body }) => saveTemplate(ctx, { templateId: params.id, ...body }),
    getDraft,
  ),
  publishTemplate: write(
    (ctx, { params }) => publishTemplate(ctx, { templateId: params.id }),
    getDraft,
  ),
  disableTemplate: write(
    (ctx, { params }) => disableTemplate(ctx, { templateId: params.id }),
    getDraft,
  ),
  listTemplateVersions: (ctx, { params }) => listTemplateVersions(ctx, { templateId: params.id }),
  compareTemplateVersions: (ctx, { params, query }) =>
    compareVersions(ctx, { templateId: params.id, ...query }),
  copyTemplate: write((ctx, { params }) => copyTemplate(ctx, { templateId: params.id }), getDraft),
  simulateTemplate: (ctx, { params, body }) =>
    simulateTemplate(ctx, { templateId: params.id, ...body }),
  simulatePast: (ctx, { params, body }) => simulatePast(ctx, { templateId: params.id, ...body }),
  findHoles: (ctx, { params, body }) => findHoles(ctx, { templateId: params.id, ...body }),
  previewChain: (ctx, { params, body }) => previewChain(ctx, { templateId: params.id, ...body }),
  listOptions: (ctx, { params, body }) =>
    listOptions(ctx, { templateId: params.id, field: params.field, ...body }),
};
