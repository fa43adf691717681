import { toItem } from "#shared/table/attribute.ts";
import { put, remove, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import type { ServiceRecord } from "./record.ts";
import { ServiceCodeEntity, ServiceEntity } from "./service-entity.ts";

type Coded = Pick<ServiceRecord, "serviceId" | "code">;

function takeCode({ serviceId, code }: Coded): Write[] {
  if (code === null) return [];
  return [put(ServiceCodeEntity.create({ code, serviceId }).params(here()), "ALREADY_EXISTS")];
}

/** Codes differ by more than their case, as the keys of the table do. */
function isSameCode(before: Coded, after: Coded): boolean {
  return before.code?.toLowerCase() === after.code?.toLowerCase();
}

/** The code follows the service: the old one is free again, the new one must be. */
export function moveCode(before: Coded, after: Coded): Write[] {
  if (isSameCode(before, after)) return [];
  const { code } = before;
  const freed = code === null ? [] : [remove(ServiceCodeEntity.delete({ code }).params(here()))];
  return [...freed, ...takeCode(after)];
}

/** A new service and its code, which no other one may have. */
export function createServiceRows(service: ServiceRecord): Write[] {
  return [
    put(ServiceEntity.create(toItem(service)).params(here()), "ALREADY_EXISTS"),
    ...takeCode(service),
  ];
}

/** The service's new state; refused when the record has moved on since it was read. */
export function putService(service: ServiceRecord): Write {
  const item = toItem({ ...service, version: service.version + 1 });
  const params = ServiceEntity.put(item)
    .where(({ version }, { eq }) => eq(version, service.version))
    .params(here());
  return put(params);
}
