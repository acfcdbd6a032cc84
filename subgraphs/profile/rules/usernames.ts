const USERNAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{2,31}$/u;

/** A username as it is kept; `null`: none; or what is wrong with it. */
export const readUsername = (
  typed: string | null,
): { readonly username: string } | { readonly problem: string } | null => {
  const username = (typed ?? "").normalize("NFC").trim();
  if (username === "") return null;
  return USERNAME.test(username)
    ? { username }
    : { problem: 'It is no username; take letters, digits, ".", "-" and "_", from 3 to 32 of them.' };
};
