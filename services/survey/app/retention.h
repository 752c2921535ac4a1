#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/resource/store.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/responses/response_store.h"

// That what is not to be kept goes by itself: answers whose period is over, files that a crash, a
// former version or a restored backup left though there may be none, and answers to questions that
// are noted as erased of all and are there still.
namespace lotse::survey {

// Makes the period of a survey that of its closed waves, deleted ones too. See
// CheckRetentionUpdate for errors.
absl::Status FollowRetention(resource::Tx& tx, const v1alpha::Survey& before,
                             const v1alpha::Survey& after);

// Sets until when the answers of a wave that was closed just now are kept.
absl::Status SetPurgeDueDateOf(resource::Tx& tx, v1alpha::Wave* wave);

// What there is to be purged of a closed wave. Damaged files stand against nothing: they go
// too. Not inside a transaction: somebody may read the wave for long. STORE_UNAVAILABLE,
// CALLER_GONE.
absl::StatusOr<PurgedCounts> CountToPurge(ResponseStore& responses, const v1alpha::Wave& wave,
                                          const sql::Patience& patience);

// Stores that a wave is purged, with the certificate; the files are purged after the
// commit. `retention` is null where somebody asked for it. WRONG_STATE.
absl::Status CertifyPurge(resource::Tx& tx, const v1alpha::Retention* retention,
                          const std::string& reason, const PurgedCounts& counts,
                          v1alpha::Wave* wave);

// Begins to remove the files of a wave that is certified to be purged, or has none any more:
// nobody gets them from then on, and ResponseStore::Purge removes them after the transaction,
// in which nobody is waited for. The key of its survey goes first if no other wave needs it:
// after a crash in between there are files still, and this is done again. STORE_UNAVAILABLE.
absl::Status ForbidFilesOf(resource::Tx& tx, ResponseStore& responses, const std::string& wave);

// The engagements of which there is something in the store.
absl::StatusOr<std::vector<std::string>> Engagements(resource::Store& store);

// Adds the names of the closed waves below `owner`, deleted ones too.
absl::Status FindClosed(resource::Tx& tx, const std::string& owner,
                        std::vector<std::string>* waves);

// Adds of how many questions of a wave the answers are noted as erased of all, for the waves below
// `owner` of which there are any and that have answers, deleted ones too. The number only grows.
absl::Status FindErased(resource::Tx& tx, const std::string& owner,
                        std::map<std::string, int>* waves);

// Erases in the files of a wave the answers to questions that are noted as erased of all and were
// not erased there: a crash came between, or files of an older backup were put back. False if
// there are none. The log of the store may have figures of them still. Not inside a transaction.
// Errors of ResponseStore::EraseQuestions.
absl::StatusOr<bool> EraseWhatIsNoted(resource::Store& store, ResponseStore& responses,
                                      const std::string& wave);

// Forgets by what the answers of somebody who left a closed wave could be worked out
// (ForgetFingerprint), where a crash came between. Who withdraws is gone before it is forgotten: by
// a wrong code nothing may be. Not inside a transaction. STORE_CORRUPT, STORE_UNAVAILABLE.
absl::Status ForgetWhoLeft(resource::Store& store, ResponseStore& responses,
                           const resource::Cause& cause, const std::string& wave);

// Adds the names of the waves below `owner`, deleted ones too, of which something is to be
// purged on the day of the transaction.
absl::Status FindToPurge(resource::Tx& tx, const ResponseStore& responses, const std::string& owner,
                         std::vector<std::string>* waves);

// Purges what is to be purged of a wave; false if there is nothing by now.
absl::StatusOr<bool> PurgeWhatIsDue(resource::Store& store, ResponseStore& responses,
                                    const resource::Cause& cause, const std::string& wave);

}  // namespace lotse::survey
