# Packages what `./build.sh publish` made; nothing is compiled here, so no build needs a database.
#   docker build --target api -t poscommerce-api .
#   docker build --target migrator -t poscommerce-migrator .

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
# libargon2 hashes passwords at a quarter of the cost of doing it in C#, which works without; curl asks for the health.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libargon2-1 curl \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# The unprivileged user that the base image brings. The files stay root's, so the process cannot change its own code.
USER $APP_UID

FROM runtime AS migrator
COPY artifacts/publish/migrator ./
ENTRYPOINT ["dotnet", "PosCommerce.Migrator.dll"]

FROM runtime AS api
COPY artifacts/publish/api ./
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
# Alive, not ready: a database that is away is no reason to replace the process.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/health/live"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "PosCommerce.WebApi.dll"]
