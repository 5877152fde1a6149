const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#f6f8fa, #151b23);
  --muted: light-dark(#59636e, #9198a1); --good: light-dark(#1a7f37, #3fb950); --bad: light-dark(#d1242f, #f85149);
  --mild: light-dark(#9a6700, #d29922); --link: light-dark(#0969da, #4493f8); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
a { color: var(--link); text-decoration: none } a:hover { text-decoration: underline }
h1 { font-size: 1.5rem; margin: .6rem 0 } h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem }
code, pre { font: 13px/1.45 ui-monospace, monospace; background: var(--soft); border-radius: 4px }
code { padding: .1em .3em } pre { padding: .6rem; overflow-x: auto } pre code { padding: 0; background: none }
.muted { color: var(--muted) } .box { border: 1px solid var(--line); border-radius: 6px; margin: .8rem 0 }
.box > header { background: var(--soft); padding: .5rem .8rem; border-bottom: 1px solid var(--line); display: flex; gap: .6rem; align-items: center; flex-wrap: wrap }
.box > .body { padding: .2rem .8rem .6rem } .box ul.rows { list-style: none; margin: 0; padding: 0 }
.box > summary { padding: .35rem .8rem; cursor: pointer }
.rows li { padding: .45rem .8rem; border-top: 1px solid var(--line) } .rows li:first-child { border-top: 0 }
.good { color: var(--good) } .bad { color: var(--bad) } .mild { color: var(--mild) } .grow { flex: 1 }
button { font: inherit; font-size: 13px; padding: .2rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); cursor: pointer }
form { display: inline } table { border-collapse: collapse; margin: .5rem 0 } td, th { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left }
.lines { margin: 0; border-radius: 0 } .lines b { display: block; font-weight: inherit } .lines b.hit { background: light-dark(#fff8c5, #3a2d0a) }
.lines i { display: inline-block; width: 3.2em; margin-right: 1em; text-align: right; font-style: normal; color: var(--muted); user-select: none }
.lines .add { background: light-dark(#dafbe1, #12261e) } .lines .del { background: light-dark(#ffebe9, #2d1517) }
.note { border-left: 4px solid var(--line); padding: .3rem .8rem; margin: 0 } .note.warning { border-color: var(--mild) } .note.failure { border-color: var(--bad) }
.note p { margin: .2rem 0; white-space: pre-wrap }
`;

/** Reloads when the fake says that something happened, so that nobody presses a key. */
const SCRIPT = `new EventSource('/-/events').onmessage = () => setTimeout(() => location.reload(), 150);`;

export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
${body}
<script>${SCRIPT}</script>
</body></html>
`;
}
