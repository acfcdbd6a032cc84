const words = (text: string): string[] => text.toLocaleLowerCase("nb").split(/\s+/).filter(Boolean);

/** Whether a name ends with these words: "Liv Dal Moe" has the last names "Moe" and "Dal Moe". */
export const hasLastName = (name: string, lastName: string): boolean => {
  const [own, given] = [words(name), words(lastName)];
  return (
    given.length > 0 && given.length < own.length && own.slice(-given.length).join(" ") === given.join(" ")
  );
};
