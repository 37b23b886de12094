import { type Catalogue, loadCatalogueTexts } from '../catalog/catalogue.js';
import { type CatalogueFolders, textsIn } from '../catalog/folders.js';
import type { Ledger } from '../domain/ledger.js';
import type { Clock, Log } from '../domain/ports.js';
import type { Mode } from '../domain/response.js';
import type { AccountTarget } from '../domain/target.js';
import { instant } from '../domain/time.js';
import { tellOfCatalogue } from './catalogue-incident.js';
import { LiveCatalogue } from './live-catalogue.js';

interface FollowParts extends CatalogueFolders {
  readonly mode: Mode;
  readonly ledger: Pick<Ledger, 'recall' | 'open' | 'change'>;
  /** The accounts that are watched; the first of them has the incident about files that cannot be used. */
  readonly accounts: readonly AccountTarget[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The catalogue that was loaded from these folders, and whatever they say from now on. */
export const followFiles = (catalogue: Catalogue, parts: FollowParts): LiveCatalogue => {
  const { mode, ledger, accounts, clock, log, ...folders } = parts;
  return new LiveCatalogue(catalogue, {
    read: () => textsIn(folders),
    load: (texts) => loadCatalogueTexts({ ...texts, mode, now: instant(clock.now()) }),
    tell: async (trouble) => {
      const [home] = accounts;
      if (home !== undefined) await tellOfCatalogue(ledger, home, trouble, instant(clock.now()), mode);
    },
    clock,
    log,
  });
};
