/**
 * The same ARN, pattern or service name in the partition `aws`. A partition is a world of its own (`aws-cn`, `aws-us-gov`), so
 * nothing is confused by it, and China and GovCloud are judged as `aws` is
 * (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).
 */
export function withoutPartition(text: string): string {
  if (text.startsWith('arn:aws-')) return text.replace(/^arn:aws-[\w*?-]+:/, 'arn:aws:');
  return text.endsWith('.amazonaws.com.cn') ? text.slice(0, -'.cn'.length) : text;
}
