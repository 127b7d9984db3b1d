export default {
  leads: {
    input: '../../../generated/topcalls/openapi.json',
    output: { target: 'dist/orval.ts', client: 'fetch', mode: 'single', baseUrl: 'https://api.example' },
  },
};
