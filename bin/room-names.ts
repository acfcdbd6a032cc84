/** The rooms of an installation; no agency's subgraph is called so. */
export const ROOM_NAMES = ["authorization", "catalogue", "dialogs", "forms", "profile"] as const;

export type RoomName = (typeof ROOM_NAMES)[number];

export const isRoomName = (name: string): name is RoomName =>
  (ROOM_NAMES as readonly string[]).includes(name);
