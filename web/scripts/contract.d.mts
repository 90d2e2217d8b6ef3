export function contract(): Promise<Record<string, string>>;
export function problems(takes: (path: string) => boolean): Promise<string[]>;
