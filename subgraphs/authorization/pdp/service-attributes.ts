import { RESOURCE_PREFIX, type ServiceUrn } from "../../../schema/urns.js";
import { type Named, RESOURCE } from "./attribute-names.js";

/** An app is `app_{org}_{app}`; an owner's code has no underscore. */
const APP = /^app_([^_]+)_(.+)$/;

/** What a policy may name a service by: an app by its owner and name as well. */
export const serviceAttributes = (service: ServiceUrn): readonly Named[] => {
  const id = service.slice(RESOURCE_PREFIX.length);
  const [, org, app] = APP.exec(id) ?? [];
  if (org === undefined || app === undefined) return [[RESOURCE.service, id]];
  return [
    [RESOURCE.service, id],
    [RESOURCE.org, org],
    [RESOURCE.app, app],
  ];
};

/** The service that a resource's attributes name, or `null` where they name none, or two. */
export const serviceNamedBy = (valuesOf: (attributeId: string) => readonly string[]): ServiceUrn | null => {
  const [resources, orgs, apps] = [RESOURCE.service, RESOURCE.org, RESOURCE.app].map((id) => [
    ...new Set(valuesOf(id).map((value) => value.trim().toLowerCase())),
  ]);
  const [resource, ...otherResources] = resources ?? [];
  const [org, ...otherOrgs] = orgs ?? [];
  const [app, ...otherApps] = apps ?? [];
  if (otherResources.length + otherOrgs.length + otherApps.length > 0) return null;
  const byApp = org !== undefined && app !== undefined ? `app_${org}_${app}` : undefined;
  const id = resource ?? byApp;
  if (id === undefined || id === "" || (resource !== undefined && app !== undefined && byApp !== resource)) {
    return null;
  }
  return RESOURCE_PREFIX + id;
};
