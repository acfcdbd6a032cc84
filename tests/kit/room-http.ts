import type { RoomHttp } from "../../schema/room.js";

const refuse = (): never => {
  throw new Error("Nobody was to be identified.");
};

/** What a room's plain HTTP is given where nobody is to be identified; what is given replaces what refuses. */
export const roomHttpWith = (http: Partial<RoomHttp> & Pick<RoomHttp, "publicUrl">): RoomHttp =>
  // Property by property: a free port, and so the public URL, may be known later only.
  Object.defineProperties(
    {
      publicUrl: "",
      identify: refuse,
      onBehalfOf: refuse,
      asOrganization: refuse,
      asAnybody: refuse,
      asPerson: refuse,
      asSignedIn: refuse,
    },
    Object.getOwnPropertyDescriptors(http),
  );
