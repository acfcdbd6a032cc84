/** In place of any label beyond those that fit. */
export const OTHER_LABEL = "other";

/**
 * Lets so many different labels through and calls all further ones `other`: each label of a metric is kept for as long
 * as the process lives, and clients choose some of them.
 */
export const boundedLabels = (max: number): ((label: string) => string) => {
  const known = new Set<string>();
  return (label) => {
    if (known.has(label)) return label;
    if (known.size >= max) return OTHER_LABEL;
    known.add(label);
    return label;
  };
};
