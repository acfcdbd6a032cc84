import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorld } from "../../demo/index.js";
import { NOW, worldOf } from "./kit.js";

const duplicatesIn = (keys: readonly string[]): string[] =>
  keys.filter((key, index) => keys.indexOf(key) !== index);

describe("the demo's rows", () => {
  let world: DemoWorld;

  beforeAll(() => {
    world = worldOf(3_000);
  });

  it("of authorization point at one another", () => {
    const { parties, roles, accessPackages, assignments, clientDelegations, ...rest } = world.authorization;
    const partyIds = new Set(parties.map(({ id }) => id));
    const roleUrns = new Set(roles.map(({ urn }) => urn));
    const packageUrns = new Set(accessPackages.map(({ urn }) => urn));
    const assignmentIds = new Set(assignments.map(({ id }) => id));
    const delegationIds = new Set(clientDelegations.map(({ id }) => id));
    const services = new Set(rest.services.map(({ urn }) => urn));
    const lost = [
      ...parties.filter(({ parentId }) => parentId !== null && !partyIds.has(parentId)),
      ...assignments.filter(
        ({ fromId, toId, roleUrn }) =>
          !partyIds.has(fromId) || !partyIds.has(toId) || !roleUrns.has(roleUrn) || fromId === toId,
      ),
      ...rest.roleMap.filter(
        ({ roleUrn, impliedRoleUrn }) => !roleUrns.has(roleUrn) || !roleUrns.has(impliedRoleUrn),
      ),
      ...rest.rolePackages.filter(
        ({ roleUrn, packageUrn }) => !roleUrns.has(roleUrn) || !packageUrns.has(packageUrn),
      ),
      ...rest.assignmentPackages.filter(
        ({ assignmentId, packageUrn }) => !assignmentIds.has(assignmentId) || !packageUrns.has(packageUrn),
      ),
      ...[...rest.assignmentResources, ...rest.assignmentInstances].filter(
        ({ assignmentId, service }) => !assignmentIds.has(assignmentId) || !services.has(service),
      ),
      ...clientDelegations.filter(
        ({ fromAssignmentId, toAssignmentId }) =>
          !assignmentIds.has(fromAssignmentId) || !assignmentIds.has(toAssignmentId),
      ),
      ...rest.clientDelegationPackages.filter(
        ({ delegationId, packageUrn }) => !delegationIds.has(delegationId) || !packageUrns.has(packageUrn),
      ),
    ];
    expect(lost).toEqual([]);
  });

  it("of authorization are there once", () => {
    const { parties, roles, accessPackages, assignments, policyRules, rolePackages, clientDelegations } =
      world.authorization;
    expect(duplicatesIn(parties.map(({ id }) => id))).toEqual([]);
    expect(duplicatesIn(parties.map(({ urn }) => urn))).toEqual([]);
    expect(duplicatesIn(parties.map(({ partyId }) => String(partyId)))).toEqual([]);
    expect(
      duplicatesIn(roles.flatMap(({ urn, legacyUrn }) => (legacyUrn === null ? [urn] : [urn, legacyUrn]))),
    ).toEqual([]);
    expect(duplicatesIn(accessPackages.map(({ urn }) => urn))).toEqual([]);
    expect(
      duplicatesIn(assignments.map(({ toId, roleUrn, fromId }) => `${toId} ${roleUrn} ${fromId}`)),
    ).toEqual([]);
    expect(
      duplicatesIn(clientDelegations.map((row) => `${row.fromAssignmentId} ${row.toAssignmentId}`)),
    ).toEqual([]);
    expect(duplicatesIn(policyRules.map((row) => `${row.service} ${row.action} ${row.subjectUrn}`))).toEqual(
      [],
    );
    expect(
      duplicatesIn(rolePackages.map((row) => `${row.roleUrn} ${row.packageUrn} ${row.variant}`)),
    ).toEqual([]);
  });

  it("pass clients on the right way: from the client to the firm, and from the firm to its agent", () => {
    const { assignments, clientDelegations } = world.authorization;
    const byId = new Map(assignments.map((row) => [row.id, row]));
    expect(clientDelegations.length).toBeGreaterThan(90);
    for (const { fromAssignmentId, toAssignmentId } of clientDelegations) {
      const [toFirm, toAgent] = [byId.get(fromAssignmentId), byId.get(toAssignmentId)];
      expect(toFirm?.toId).toBe(toAgent?.fromId);
      expect(toAgent?.roleUrn).toBe("urn:altinn:role:agent");
    }
  });

  it("of policies name every service, by roles and packages that there are, at levels from 0 to 4", () => {
    const { services, policyRules, roles, accessPackages } = world.authorization;
    const subjects = new Set([
      ...roles.flatMap(({ urn, legacyUrn }) => [urn, legacyUrn]),
      ...accessPackages.map(({ urn }) => urn),
    ]);
    expect(policyRules.filter(({ subjectUrn }) => !subjects.has(subjectUrn))).toEqual([]);
    const readable = new Set(
      policyRules.filter(({ action }) => action === "read").map(({ service }) => service),
    );
    // What is given by consent is fetched by machines; nobody reads it here.
    const unread = services.filter(
      ({ urn, resourceType }) => resourceType !== "CONSENT" && !readable.has(urn),
    );
    expect(unread).toEqual([]);
    expect([...new Set(services.map(({ minimumLevel }) => minimumLevel))].sort()).toEqual([0, 2, 3, 4]);
    expect(services.map(({ urn }) => urn).sort()).toEqual(
      world.catalogue.serviceResources.map(({ id }) => id).sort(),
    );
  });

  it("of policies let nobody do more than read without letting them read", () => {
    const { policyRules } = world.authorization;
    const readers = new Set(
      policyRules.filter(({ action }) => action === "read").map((row) => `${row.service} ${row.subjectUrn}`),
    );
    const beyond = policyRules.filter(
      (row) => row.action !== "consent" && !readers.has(`${row.service} ${row.subjectUrn}`),
    );
    expect(beyond).toEqual([]);
  });

  it("of the catalogue are about seventy services of fifteen agencies, in three languages", () => {
    const { serviceOwners, serviceResources } = world.catalogue;
    expect(serviceOwners).toHaveLength(15);
    expect(serviceResources).toHaveLength(70);
    expect(duplicatesIn(serviceResources.map(({ id }) => id))).toEqual([]);
    const owners = new Set(serviceOwners.map(({ code }) => code));
    const ids = new Set(serviceResources.map(({ id }) => id));
    for (const {
      id,
      ownerCode,
      title,
      description,
      rightDescription,
      replacesId,
      updatedAt,
    } of serviceResources) {
      expect(id).toMatch(/^urn:altinn:resource:[a-z0-9_-]{4,}$/);
      expect(owners.has(ownerCode)).toBe(true);
      for (const text of [title, description, rightDescription]) {
        expect(Object.keys(text ?? {})).toEqual(["nb", "nn", "en"]);
      }
      if (replacesId != null) expect(ids.has(replacesId)).toBe(true);
      expect(updatedAt).toBeLessThan(NOW);
    }
  });

  it("of forms agree with the dialogs that they are about", () => {
    const { definitions, instances } = world.forms;
    const tasksOf = new Map(definitions.map((row) => [`${row.id} ${row.version}`, row]));
    const dialogs = new Map(
      [...world.dialogs()].flatMap(({ dialog }) =>
        dialog.instanceRef === null ? [] : [[dialog.instanceRef, dialog]],
      ),
    );
    expect(instances.map(({ id }) => id).sort()).toEqual([...dialogs.keys()].sort());
    expect(instances.length).toBeGreaterThan(300);
    for (const instance of instances) {
      const dialog = dialogs.get(instance.id);
      const definition = tasksOf.get(`${instance.definitionId} ${instance.definitionVersion}`);
      expect(definition?.serviceResource).toBe(instance.serviceResource);
      expect({ party: instance.party, service: instance.serviceResource, org: instance.org }).toEqual({
        party: dialog?.party,
        service: dialog?.serviceResource,
        org: dialog?.org,
      });
      const task = definition?.tasks.find(({ elementId }) => elementId === instance.currentTaskId);
      expect(task === undefined).toBe(instance.currentTaskId === null);
      expect(instance.currentTaskId === null).toBe(instance.archivedAt !== null);
      expect(dialog?.status === "DRAFT" ? task?.type : "DATA").toBe("DATA");
      expect(instance.createdAt).toBeLessThanOrEqual(instance.lastChangedAt);
    }
    const states = new Set(instances.map(({ currentTaskId }) => currentTaskId));
    expect(states.size).toBeGreaterThan(3);
  });
});
