using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>One of each kind of caller.</summary>
public sealed class Callers : IDisposable
{
    private readonly ApiUnderTest api;
    private readonly HttpClient nobody;
    private readonly HttpClient till;

    private Callers(ApiUnderTest api, HttpClient admin, HttpClient @operator, HttpClient till)
    {
        (this.api, this.till, Admin, Operator) = (api, till, admin, @operator);
        nobody = new HttpClient { BaseAddress = api.Client.BaseAddress };
        nobody.DefaultRequestHeaders.Add("X-Tenant", "demo");
    }

    public HttpClient Admin { get; private set; }

    public HttpClient Operator { get; private set; }

    public static async Task<Callers> SignInAsync(ApiUnderTest api)
    {
        var admin = await api.SignInAsync("demo", "admin");
        return new Callers(api, admin, await api.SignInOperatorAsync(), await api.PairTillAsync(admin));
    }

    public HttpClient Of(Audience audience) =>
        audience switch
        {
            Audience.Anybody => nobody,
            Audience.Operators => Operator,
            Audience.Terminals => till,
            _ => Admin,
        };

    public async Task SignInAgainAsync()
    {
        Admin.Dispose();
        Operator.Dispose();
        Admin = await api.SignInAsync("demo", "admin");
        Operator = await api.SignInOperatorAsync();
    }

    public void Dispose()
    {
        nobody.Dispose();
        till.Dispose();
        Admin.Dispose();
        Operator.Dispose();
    }
}
