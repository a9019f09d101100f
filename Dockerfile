# The portal for production. One image, four commands: see docker-compose.yml.

FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY build-assets.mjs ./
COPY static/src static/src
RUN npm run build

FROM python:3.13-slim AS packages
COPY requirements-production.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-production.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/portal portal
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
COPY --from=assets /build/static/dist static/dist
COPY --from=assets /build/build/fonts build/fonts
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PORTAL_VAR_DIR=/var/lib/portal \
    PORTAL_STATIC_DIR=/opt/static \
    PORTAL_LISTEN=0.0.0.0
# Collected with settings that need no server; nothing of them stays in the image.
RUN python -m core.messages compile \
    && PORTAL_MODE=demo PORTAL_VAR_DIR=/tmp/build python manage.py collectstatic --no-input \
    && python -m compileall -q . \
    && rm -rf /tmp/build
ENV PORTAL_MODE=production
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "-m", "config.processes", "healthy", "web"]
CMD ["python", "-m", "config.processes", "web"]
