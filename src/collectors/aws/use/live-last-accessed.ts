import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsResponse,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { asPrinted } from '../live-answer.ts';
import { UnreadableAnswer } from '../live-failure.ts';
import type { LiveReader } from '../live-reader.ts';

/** Identities asked about in one run: each costs two requests and more where AWS takes its time. */
const mostIdentities = 200;
/** How often a job is asked for, and how long is waited between. */
const mostAsked = 20;
const mostPages = 50;

/**
 * Reads service last accessed details, down to actions, of some users and roles: one request to start a job, one to fetch
 * what it found, and one more for each time that it is not done.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 */
export async function readLastAccessed(
  iam: IAMClient,
  reader: LiveReader,
  arns: readonly string[],
  progress: (message: string) => void,
  wait: (seconds: number) => Promise<void>,
): Promise<void> {
  const asked = arns.slice(0, mostIdentities);
  if (asked.length === 0) return;
  progress(`asking what ${asked.length} identities use`);
  const jobs = await reader.askEach('iam:GenerateServiceLastAccessedDetails', asked, async (Arn) => {
    const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity: 'ACTION_LEVEL' }));
    if (JobId === undefined) throw new UnreadableAnswer('an answer without its job');
    return JobId;
  });
  const started = jobs.flatMap((job, i) => (job === undefined ? [] : [{ job, arn: asked[i] as string }]));
  const answers = await reader.askEach('iam:GetServiceLastAccessedDetails', started, ({ job }) => fetchJob(iam, job, wait));
  for (const [i, answer] of answers.entries()) {
    const arn = started[i]?.arn;
    if (answer === undefined || arn === undefined) continue;
    reader.record('iam:GetServiceLastAccessedDetails', { kind: 'last-accessed', raw: { ...(asPrinted(answer) as object), Arn: arn } }, '');
  }
  if (arns.length > asked.length) {
    const detail = `asked about ${asked.length} of ${arns.length} identities, the most powerful first`;
    reader.missed('iam:GetServiceLastAccessedDetails', { why: 'not-given', detail }, { partial: false });
  }
}

/** The whole answer of a job, when it is done. */
async function fetchJob(
  iam: IAMClient,
  JobId: string,
  wait: (seconds: number) => Promise<void>,
): Promise<GetServiceLastAccessedDetailsResponse> {
  for (let times = 1; times <= mostAsked; times++) {
    const answer = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000 }));
    if (answer.JobStatus === 'FAILED') throw new UnreadableAnswer('the job failed');
    if (answer.JobStatus !== 'IN_PROGRESS') return withAllPages(iam, JobId, answer);
    await wait(Math.min(times, 5));
  }
  throw new UnreadableAnswer(`the job was not done after ${mostAsked} questions`);
}

async function withAllPages(
  iam: IAMClient,
  JobId: string,
  first: GetServiceLastAccessedDetailsResponse,
): Promise<GetServiceLastAccessedDetailsResponse> {
  if (first.ServicesLastAccessed === undefined) throw new UnreadableAnswer('an answer without its list');
  const services = [...first.ServicesLastAccessed];
  let page = first;
  for (let pages = 1; page.IsTruncated === true && page.Marker !== undefined; pages++) {
    if (pages === mostPages) throw new UnreadableAnswer(`no end after ${mostPages} pages`);
    page = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000, Marker: page.Marker }));
    services.push(...(page.ServicesLastAccessed ?? []));
  }
  return { ...first, ServicesLastAccessed: services, IsTruncated: false };
}
