using PosCommerce.WebApi;

await ApiHost.Create(args).RunAsync();
