using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The one mechanism by which a right is lent for a single act.</summary>
internal sealed class Approvals(IDb db, IRights rights, RequestContext context, TimeProvider clock) : IApprovals
{
    // Long enough to call somebody over, short enough that nobody forgets what it was about.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string HoldsSql = "select coalesce(app.user_holds(@ForTenant, @UserId, @Permission, @StoreId), false)";

    // Of two acts that bring the same approval, the second waits here and finds it used.
    private const string GivenSql = """
        select approved_by
          from app.approval
         where tenant_id = @tenant
           and approval_id = @ApprovalId
           and operation = @Operation
           and permission = @Permission
           and store_id = @StoreId
           and subject_id is not distinct from @SubjectId
           and amount is not distinct from @Amount
           and requested_by = @RequestedBy
           and approved_at is not null
           and used_at is null
           and expires_at > @Now
           for update
        """;

    private const string UseSql = """
        update app.approval
           set used_at = @Now
         where tenant_id = @tenant
           and approval_id = @ApprovalId
        """;

    // What happens in other stores is nobody's business but of who asked. At a till not even that: nobody's rights reach beyond
    // its store, and in scope is the store of the till.
    private const string FindSql = """
        select approval_id, operation, permission, store_id, subject_id, amount, currency, requested_by, requested_at, expires_at
          from app.approval
         where tenant_id = @tenant
           and approval_id = @ApprovalId
           and approved_at is null
           and expires_at > @Now
           and (store_id = any ((select app.store_scope())::uuid[]) or (requested_by = @ActorId and not @IsAtTerminal))
        """;

    private const string ApproveSql = """
        update app.approval
           set approved_by = @ApproverId,
               approved_at = @Now,
               expires_at = @ExpiresAt
         where tenant_id = @tenant
           and approval_id = @ApprovalId
           and approved_at is null
           and expires_at > @Now
        """;

    public async Task DemandAsync(ApprovalDemand demand, CancellationToken ct)
    {
        if ((demand.FreeUpTo > 0 && demand.Amount <= demand.FreeUpTo) || await IsHeldAsync(demand, ct))
        {
            context.Authorisation = new Authorisation();
            return;
        }

        var now = clock.GetUtcNow();
        if (context.ApprovalId is { } approval && await UseAsync(approval, demand, now, ct) is { } approver)
        {
            context.Authorisation = new Authorisation(approval, approver);
            return;
        }

        throw new Refused(
            PipelineErrors.ApprovalIsMissing(
                new Challenge(
                    Ids.New(),
                    demand.Permission,
                    demand.StoreId,
                    demand.SubjectId,
                    demand.Amount,
                    demand.Currency,
                    now + Patience
                )
            )
        );
    }

    public Task<PendingApproval?> FindPendingAsync(Guid approvalId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<PendingApproval>(
            FindSql,
            new
            {
                ApprovalId = approvalId,
                Now = clock.GetUtcNow(),
                context.ActorId,
                IsAtTerminal = context.TerminalId is not null,
            },
            ct
        );

    public async Task<DateTimeOffset?> ApproveAsync(PendingApproval approval, Guid approverId, CancellationToken ct)
    {
        if (!await HoldsAsync(approverId, approval.Permission, approval.StoreId, ct))
            throw new Refused(PipelineErrors.ApproverMayNot);
        var now = clock.GetUtcNow();
        var expiresAt = now + Patience;
        return
            await db.ExecuteAsync(
                ApproveSql,
                new
                {
                    approval.ApprovalId,
                    ApproverId = approverId,
                    Now = now,
                    ExpiresAt = expiresAt,
                },
                ct
            ) == 1
            ? expiresAt
            : null;
    }

    // Entering has told where the route's own permission is held; another one has to be asked for.
    private async Task<bool> IsHeldAsync(ApprovalDemand demand, CancellationToken ct) =>
        demand.Permission == context.Access.Permission
            ? context.Entered is { } entered && entered.HeldScope.Contains(demand.StoreId)
            : (await rights.StoresWith(demand.Permission).ToListAsync(ct)).Contains(demand.StoreId);

    private async Task<bool> HoldsAsync(Guid userId, string permission, Guid storeId, CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<bool>(
            HoldsSql,
            new
            {
                ForTenant = context.TenantId,
                UserId = userId,
                Permission = permission,
                StoreId = storeId,
            },
            ct
        );

    // What its approver may do is looked up again: somebody who was disabled or demoted meanwhile lends nothing any more.
    private async Task<Guid?> UseAsync(Guid approvalId, ApprovalDemand demand, DateTimeOffset now, CancellationToken ct)
    {
        var approver = await db.QuerySingleOrDefaultAsync<Guid?>(
            GivenSql,
            new
            {
                ApprovalId = approvalId,
                context.Operation,
                demand.Permission,
                demand.StoreId,
                demand.SubjectId,
                demand.Amount,
                RequestedBy = context.ActorId,
                Now = now,
            },
            ct
        );
        if (approver is not { } lender || !await HoldsAsync(lender, demand.Permission, demand.StoreId, ct))
            return null;
        db.Enqueue(UseSql, new { ApprovalId = approvalId, Now = now });
        return lender;
    }
}
