/** Oldest Java that DynamoDB Local 3 runs on. */
export const JAVA_MIN: number;
/** Path of the first Java that is new enough (JAVA_HOME, PATH, /usr/lib/jvm), or undefined. */
export function findJava(): string | undefined;
