import { describe, expect, test } from 'vitest';
import { said } from './said.ts';

describe('Dockerfile', () => {
  test.each([
    [
      'a patch',
      'FROM python:3.12.4-slim-bookworm AS x\n',
      '1 deploy Dockerfile FROM: 3.12.4 = 3.12.4',
    ],
    ['no tag', 'FROM python\n', '1 deploy Dockerfile FROM:  = loose'],
    ['a major', 'FROM python:3-slim\n', '1 deploy Dockerfile FROM: 3-slim = loose'],
    [
      'the latest',
      'FROM docker.io/library/python:latest\n',
      '1 deploy Dockerfile FROM: latest = loose',
    ],
    [
      'a digest behind a tag',
      'FROM python:3.12@sha256:abc\n',
      '1 deploy Dockerfile FROM: 3.12 = 3.12',
    ],
    ['a digest alone', 'FROM python@sha256:abc\n', '1 deploy Dockerfile FROM:  = loose'],
    [
      'an argument',
      'ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}-slim\n',
      '1 deploy Dockerfile FROM: 3.12 = 3.12',
    ],
    [
      'an argument without default',
      'ARG PYTHON_VERSION\nFROM python:${PYTHON_VERSION}-slim\n',
      '2 deploy Dockerfile FROM: ${PYTHON_VERSION}-slim = dynamic: `${PYTHON_VERSION}-slim` is known only at run time',
    ],
    [
      'several stages: the last one is deployed',
      'FROM python:3.11 AS build\nRUN make\nFROM python:3.12-slim\nCOPY --from=build /a /a\n',
      '1 tooling Dockerfile FROM: 3.11 = 3.11\n3 deploy Dockerfile FROM: 3.12 = 3.12',
    ],
    [
      'a last stage upon another one',
      'FROM python:3.12 AS base\nFROM node:22 AS assets\nFROM base\n',
      '1 deploy Dockerfile FROM: 3.12 = 3.12',
    ],
    [
      'uv',
      'FROM ghcr.io/astral-sh/uv:0.9-python3.12-bookworm\n',
      '1 deploy Dockerfile FROM: 3.12 = 3.12',
    ],
    ['Lambda', 'FROM public.ecr.aws/lambda/python:3.12\n', '1 deploy Dockerfile FROM: 3.12 = 3.12'],
    ['PyPy', 'FROM pypy:3.10\n', '1 deploy Dockerfile FROM: 3.10 = other pypy:3.10'],
    ['another language', 'FROM node:22\n', ''],
    [
      'a platform',
      'FROM --platform=$BUILDPLATFORM python:3.12\n',
      '1 deploy Dockerfile FROM: 3.12 = 3.12',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await said('Dockerfile', text)).toBe(expected);
  });

  test('one for development deploys nothing', async () => {
    expect(await said('dev.Dockerfile', 'FROM python:3.12\n')).toBe(
      '1 tooling Dockerfile FROM: 3.12 = 3.12',
    );
    expect(await said('.devcontainer/Dockerfile', 'FROM python:3.12\n')).toBe(
      '1 pin Dockerfile FROM: 3.12 = 3.12',
    );
  });
});

test('compose: images and build arguments', async () => {
  const text = `services:
  web:
    build:
      context: .
      args:
        PYTHON_VERSION: 3.10
  worker:
    image: python:3.12-slim
  db:
    image: postgres:17
  list:
    build:
      args:
        - PYTHON_VERSION=3.12
`;
  expect(await said('compose.yaml', text)).toMatchInlineSnapshot(`
    "6 deploy build argument PYTHON_VERSION: 3.10 = float 3.1
    8 deploy image: 3.12 = 3.12
    14 deploy build argument PYTHON_VERSION: 3.12 = 3.12"
  `);
});

test('dev container: image and feature, with comments', async () => {
  const text = `{
  // the image
  "image": "mcr.microsoft.com/devcontainers/python:1-3.12-bookworm",
  "features": { "ghcr.io/devcontainers/features/python:1": { "version": "3.13" } },
}
`;
  expect(await said('.devcontainer/devcontainer.json', text)).toMatchInlineSnapshot(`
    "3 pin dev container image: 3.12 = 3.12
    4 pin dev container feature: 3.13 = 3.13"
  `);
});

test.each([
  [
    'serverless.yml',
    'provider:\n  runtime: python3.12\nfunctions:\n  a:\n    runtime: python3.11\n',
    '2 deploy Serverless Framework: 3.12 = 3.12\n5 deploy Serverless Framework: 3.11 = 3.11',
  ],
  [
    'template.yaml',
    'Globals:\n  Function:\n    Runtime: python3.12\nResources:\n  A:\n    Properties:\n      Role: !GetAtt B.Arn\n',
    '3 deploy SAM template: 3.12 = 3.12',
  ],
  ['app.yaml', 'runtime: python312\n', '1 deploy App Engine: 312 = 3.12'],
  [
    'netlify.toml',
    '[build.environment]\nPYTHON_VERSION = "3.12"\n',
    '2 deploy Netlify: 3.12 = 3.12',
  ],
  [
    'render.yaml',
    'services:\n  - envVars:\n      - key: PYTHON_VERSION\n        value: 3.12.4\n',
    '4 deploy Render: 3.12.4 = 3.12.4',
  ],
  [
    '.readthedocs.yaml',
    'build:\n  tools:\n    python: "3.12"\n',
    '3 docs Read the Docs: 3.12 = 3.12',
  ],
  [
    '.readthedocs.yaml',
    'build:\n  tools:\n    python: 3.10\n',
    '3 docs Read the Docs: 3.10 = float 3.1',
  ],
  [
    '.readthedocs.yaml',
    'build:\n  tools:\n    python: mambaforge-22.9\n',
    '3 docs Read the Docs: mambaforge-22.9 = other mambaforge-22.9',
  ],
  [
    '.gitlab-ci.yml',
    'test:\n  image: python:3.12\n  script: pytest\n',
    '2 tested CI image: 3.12 = 3.12 (may fail)',
  ],
  [
    '.circleci/config.yml',
    'jobs:\n  a:\n    docker:\n      - image: cimg/python:3.12\n',
    '4 tested CI image: 3.12 = 3.12 (may fail)',
  ],
  [
    '.travis.yml',
    'python:\n  - "3.11"\n  - 3.12\n',
    '2 tested CI python: 3.11 = 3.11 (may fail)\n3 tested CI python: 3.12 = 3.12 (may fail)',
  ],
])('%s', async (path, text, expected) => {
  expect(await said(path, text)).toBe(expected);
});
