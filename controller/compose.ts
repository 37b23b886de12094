import { hostname } from 'node:os';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { aspectsOf } from './aspects/index.js';
import { keepSealing } from './audit/keep-sealing.js';
import { trafficControl } from './aws/calls.js';
import { s3Clients } from './aws/clients.js';
import { cloudTrailLookup } from './aws/cloudtrail-lookup.js';
import { accountCredentials } from './aws/credentials.js';
import { timeoutsOf } from './aws/http-handler.js';
import { listingOver } from './aws/listing.js';
import { ownActors } from './aws/own-actors.js';
import { ownReader } from './aws/own-resources/reader.js';
import { bucketsOfPoints } from './aws/point-bucket.js';
import { readersOver } from './aws/reader.js';
import { Regions } from './aws/regions.js';
import { writersOver } from './aws/writer.js';
import { loadCatalogue } from './catalog/folders.js';
import { sealingOf } from './cli/audit/seals.js';
import { loopSettingsFrom, timingFrom } from './cli/engine-from.js';
import { enrolled, needed, type Settings } from './cli/settings.js';
import type { Tools } from './cli/tools.js';
import { once } from './domain/once.js';
import type { Access } from './domain/ports.js';
import { instant } from './domain/time.js';
import { endBrakes } from './engine/brakes/tell.js';
import type { Engine } from './engine/engine.js';
import { type LedgerClient, ledgerClient } from './ledger-client.js';
import { winstonLog } from './log.js';
import { notifierOf, queueOf } from './outside.js';
import { startController } from './runtime/controller.js';
import { looksOf } from './runtime/engine-looks.js';
import { Errands } from './runtime/errands.js';
import { followFiles } from './runtime/follow-files.js';
import { ownLooks } from './runtime/own-looks.js';
import { ownedBy } from './runtime/own-watch.js';
import { auditTrailIn } from './store/audit-trail.js';
import { dynamoLedger } from './store/dynamo-ledger.js';
import { rowsOf } from './store/rows.js';
import { createTable, hasTable } from './store/table.js';
import { clock, partitionOf, random, type Surroundings, settingsOf } from './surroundings.js';

/** When CloudTrail is asked for an actor, in milliseconds after the look: it knows most calls after 5 minutes, all after 15. */
const askAfter = [0, 60_000, 300_000, 900_000];

/** Everything a command may need, wired to the real AWS, clock and chance. */
export async function toolsFrom(
  flags: Readonly<Record<string, unknown>>,
  around: Surroundings,
): Promise<Tools> {
  const settings = settingsOf(flags, around.env);
  const { version, terminal } = around;
  const log = around.log ?? winstonLog(settings.logLevel, terminal.color);
  const partition = partitionOf(settings.region);
  const timeouts = timeoutsOf(settings.requestTimeout);
  const region = (): string => needed(settings, 'region');
  const base = fromNodeProviderChain();

  const accounts = once(() =>
    accountCredentials({ accounts: enrolled(settings), base, region: region(), version, timeouts, clock }),
  );
  const traffic = trafficControl(clock, random, timeouts.requestMs);
  const regions = once(() => new Regions(region(), settings.directoryRegions ?? [region()]));
  const clientSettings = { version, timeouts, credentialsOf: (account: string) => accounts().of(account) };
  const reading = once(() => ({
    clients: s3Clients(clientSettings, 'read'),
    traffic,
    regions: regions(),
    partition,
    homeRegion: region(),
  }));
  let held: LedgerClient | undefined;
  const database = once(() => {
    held = ledgerClient(settings, { region, base, timeouts });
    return held.client;
  });
  const controller = `snapback ${version} on ${hostname()} (${process.pid})`;
  const documents = once(() => DynamoDBDocumentClient.from(database()));
  const auditTrail = once(() => auditTrailIn(rowsOf(documents(), settings.table)));
  const ledger = once(() =>
    dynamoLedger({
      client: documents(),
      table: settings.table,
      clock,
      random,
      controller,
    }),
  );
  const access = (mode: Settings['mode']): Access => {
    const reader = readersOver(reading());
    if (mode === 'dry-run') return { mode, reader };
    const clients = s3Clients(clientSettings, 'write');
    return { mode, reader, ...writersOver({ clients, traffic, regions: regions() }) };
  };
  const listing = once(() => listingOver(reading(), log));
  const folders = { baselineFolders: settings.baselines, policyFolders: settings.policies };

  return {
    settings,
    terminal,
    clock,
    log,
    version,
    partition,
    stopping: around.stopping,
    catalogue: async (mode, baselineFolders = folders.baselineFolders) =>
      loadCatalogue({ ...folders, baselineFolders, mode, now: instant(clock.now()) }),
    ledger,
    auditTrail,
    createTable: () => createTable(database(), settings.table),
    hasTable: () => hasTable(database(), settings.table),
    close: async () => held?.close(),
    confirmAccounts: () => accounts().confirm(),
    caller: () => accounts().caller(),
    access,
    listing,
    startController: async (catalogue) => {
      const homes = enrolled(settings).map(
        ({ account }) => ({ kind: 'account', partition, account }) as const,
      );
      const follow = { ...folders, mode: settings.mode, ledger: ledger(), accounts: homes, clock, log };
      const live = followFiles(catalogue, follow);
      const errands = new Errands({ clock, log }, askAfter);
      const engine: Engine = {
        later: (errand) => errands.add(errand),
        access: access(settings.mode),
        ledger: ledger(),
        accounts: enrolled(settings).map(({ account }) => ({ kind: 'account', partition, account })),
        declarations: () => live.current,
        clock,
        log,
        controller,
        isSelf: await ownActors(
          accounts(),
          enrolled(settings).map(({ account }) => account),
        ),
        timing: timingFrom(settings),
        brakes: settings.brakes,
        ...(settings.lookup === 'none'
          ? {}
          : {
              lookup: cloudTrailLookup({
                ...clientSettings,
                clock,
                random,
                regionOf: (target) => regions().of(target) ?? region(),
              }),
            }),
      };
      const seals = settings.seals ?? settings.sealKey;
      const sealing = seals === undefined ? undefined : sealingOf({ settings, auditTrail, clock });
      return startController({
        errands,
        ...(sealing && {
          seals: { run: (signal) => keepSealing(sealing, settings.sealEvery, log, signal) },
        }),
        reconcile: looksOf(engine),
        ledger: ledger(),
        messages: queueOf(settings, { region, base, version, timeouts }),
        listing: listing(),
        notifier: notifierOf(settings, log),
        clock,
        random,
        log,
        isSelected: (target) => live.current.selects(target) !== false,
        catalogue: live,
        aspectsOf,
        bucketOfPoint: bucketsOfPoints(reading()),
        endBrakes: (account, buckets) => endBrakes(engine, account, buckets),
        ...ownLooks(
          engine,
          ownReader({ ...clientSettings, clock, random, homeRegion: region() }),
          settings.ownResources.flatMap((arn) => ownedBy(arn) ?? []),
        ),
        accounts: homes,
        settings: loopSettingsFrom(settings),
      });
    },
  };
}
