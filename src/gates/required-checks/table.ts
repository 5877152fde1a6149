/** What is required, and who reports it. */
import type { Started } from '../../workflows/triggers.ts';
import type { RequiredCheck, Surroundings } from '../surroundings.ts';
import type { Table } from '../types.ts';
import { exactNames, mayReport, type Producer, type Production } from './producers.ts';
import { type CheckVerdict, verdictOn } from './verdicts.ts';

/** Required checks with the jobs that report them. */
export function requiredTable(
  required: readonly RequiredCheck[],
  production: Production,
  seen: Pick<Surroundings, 'reported'>,
): Table {
  return {
    title: 'Who reports what is required',
    columns: [
      'required',
      'by',
      'verdict',
      'reported by',
      'on this pull request',
      'in the merge queue',
    ],
    rows: required.map((check) => {
      const own = production.producers.filter((producer) => {
        return exactNames(producer).includes(check.context) || mayReport(producer, check.context);
      });
      return [
        check.context,
        check.app === undefined ? check.source : `${check.source}, App ${check.app}`,
        VERDICTS[verdictOn(check, production, seen).kind],
        own.map(jobOf).join(', '),
        own.map(({ started }) => startedText(started)).join(', '),
        own.map(({ queued }) => startedText(queued)).join(', '),
      ];
    }),
  };
}

/** All that the workflows report, required or not. */
export function producedTable(production: Production): Table {
  return {
    title: 'What the workflows report',
    columns: ['name', 'job', 'runs', 'on a pull request', 'in the merge queue'],
    rows: production.producers.flatMap((producer) =>
      producer.job.names.map((name) => [
        name.kind === 'name'
          ? name.name
          : name.parts.map((part) => (typeof part === 'string' ? part : '…')).join(''),
        jobOf(producer),
        producer.job.decision === 'absent' ? 'its caller is skipped' : producer.job.decision,
        startedText(producer.started),
        startedText(producer.queued),
      ]),
    ),
  };
}

const VERDICTS: Readonly<Record<CheckVerdict['kind'], string>> = {
  reported: 'will be reported',
  present: 'is reported',
  possible: 'may be reported',
  dynamic: 'not known before it runs',
  external: 'by another system',
  ghost: 'never reported',
  unknown: 'not known here',
  'not-started': 'never reported here',
  waits: 'skipped under another name',
};

function jobOf({ job }: Producer): string {
  return `${job.workflow.path}:${job.job.line}`;
}

function startedText(started: Started): string {
  if (started.runs === true) return 'starts';
  return started.runs === false ? `no (${started.because})` : `unknown (${started.because})`;
}
