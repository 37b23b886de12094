/** What a package of a lock file says that it needs. */
interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The part of `package-lock.json` that is looked at: packages by their place, the project's own place being empty. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const inside = 'node_modules/';

/** The places where Node looks for what a package at a place asks for, the nearest first. */
function placesFor(at: string, name: string): readonly string[] {
  const nearest = at === '' ? `${inside}${name}` : `${at}/${inside}${name}`;
  if (at === '') return [nearest];
  const end = at.lastIndexOf(`/${inside}`);
  return [nearest, ...placesFor(end < 0 ? '' : at.slice(0, end), name)];
}

/**
 * What some package asks for and the lock file does not have. `npm ci` refuses such a file, also where only the
 * binaries of another platform are missing: then a fresh clone cannot be set up.
 */
export const lockGaps = ({ packages }: Lock): readonly string[] =>
  Object.entries(packages).flatMap(([at, { dependencies, optionalDependencies, devDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies, ...(at === '' ? devDependencies : {}) })
      .filter((name) => !placesFor(at, name).some((place) => place in packages))
      .map((name) => `${at || 'the project'} needs ${name}`),
  );
