// The one way in which imports may run. A room may use the rooms named beside it, npm packages and Node, nothing else.
const rooms = {
  domain: [],
  aspects: ['exposure', 'domain'],
  exposure: ['domain'],
  catalog: ['aspects', 'exposure', 'domain'],
  engine: ['catalog', 'aspects', 'exposure', 'domain'],
  runtime: ['engine', 'catalog', 'aspects', 'domain'],
  store: ['domain'],
  audit: ['domain'],
  aws: ['domain'],
  notify: ['domain'],
  report: ['domain'],
  cli: ['audit', 'runtime', 'engine', 'catalog', 'aspects', 'exposure', 'report', 'domain'],
};

const oneWay = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-downwards`,
  severity: 'error',
  from: { path: `^controller/${room}/` },
  to: { path: '^(controller|deploy)/', pathNot: `^controller/(${[room, ...allowed].join('|')})/` },
}));

export default {
  forbidden: [
    ...oneWay,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^controller/domain/' },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'aspects-do-not-know-each-other',
      severity: 'error',
      from: {
        path: '^controller/aspects/[^/]+\\.ts$',
        pathNot: '^controller/aspects/(registry|index)\\.ts$',
      },
      to: { path: '^controller/aspects/[^/]+\\.ts$' },
    },
    {
      name: 'local-aws-knows-nothing-of-the-controller',
      severity: 'error',
      from: { path: '^deploy/local/', pathNot: '^deploy/local/demo/' },
      to: { path: '^controller/' },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(controller|deploy)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'types', 'default'] },
  },
};
