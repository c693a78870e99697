using PosCommerce.Migrator;

return await MigratorConsole.RunAsync(args);
