using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Changes a person's name or the address they sign in with; a link that was sent to the old address ends.</summary>
public sealed record ChangeUser(Guid UserId, string Email, string Name) : ICommand<User>, IEdit;

internal sealed class ChangeUserValidator : AbstractValidator<ChangeUser>
{
    public ChangeUserValidator()
    {
        RuleFor(c => c.Email).Email();
        RuleFor(c => c.Name).ShortText(200);
    }
}

internal sealed class ChangeUserHandler(Users users, Authorities authorities, PasswordLinks links, IActor actor)
    : ICommandHandler<ChangeUser, User>
{
    public async Task<User> Handle(ChangeUser command, CancellationToken ct)
    {
        var before = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAsync(command.UserId, ct);
        actor.RequireVersion(before.Version);
        if (command.Email != before.Email)
            links.Withdraw(command.UserId);
        return users.Save(before, before with { Email = command.Email, Name = command.Name });
    }
}
