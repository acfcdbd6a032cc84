/** What Dialogporten's searches take; the same numbers as there. */
export const SEARCH_LIMITS = {
  endUserSearch: {
    maxPartyFilterValues: 100,
    maxServiceResourceFilterValues: 20,
    maxOrgFilterValues: 20,
    maxExtendedStatusFilterValues: 20,
  },
  serviceOwnerSearch: {
    maxPartyFilterValues: 20,
    maxServiceResourceFilterValues: 20,
    maxExtendedStatusFilterValues: 20,
  },
} as const;
