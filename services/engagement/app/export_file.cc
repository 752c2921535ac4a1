#include "services/engagement/app/export_file.h"

#include <deque>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "runtime/blob/blob_rules.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "runtime/types/date.h"
#include "services/engagement/app/transfer_kinds.h"
#include "services/engagement/exchange/engagement_file.h"
#include "services/engagement/exchange/table_form.h"

namespace lotse::engagement {
namespace {

using google::protobuf::Message;
using resource::Tx;
using schema::Kind;
using v1alpha::Engagement;
using v1alpha::ExportJob;

// So that spreadsheets read umlauts.
constexpr char kByteOrderMark[] = "\xef\xbb\xbf";

absl::Status TooLarge() {
  return rpc::Error(type::v1alpha::ERROR_REASON_BLOB_REFUSED,
                    "the file would be larger than 16 MiB; export the kinds one by one as tables");
}

// Calls `take` for every resource of a kind that belongs to `owner`.
absl::Status ForEachOf(Tx& tx, const Kind& kind, absl::string_view owner,
                       absl::FunctionRef<absl::Status(const Message&)> take) {
  const std::optional<std::string> parents = ParentsBelow(kind, owner);
  if (!parents.has_value()) return absl::OkStatus();
  const std::unique_ptr<Message> resource(kind.prototype->New());
  return tx.ForEach(*parents, resource.get(), [&] { return take(*resource); });
}

// The lines of an engagement: what is its own, then what that refers to.
class Lines {
 public:
  Lines(Tx* tx, const std::string& engagement) : tx_(*tx), engagement_(engagement) {}

  absl::StatusOr<ExportFile> Make(const std::string& actor) {
    if (absl::Status s = tx_.Load(engagement_, &root_); !s.ok()) return s;
    if (absl::Status s = Add(*tx_.schema().KindOf(Engagement::descriptor()), root_); !s.ok()) {
      return s;
    }
    for (const auto& kind : tx_.schema().kinds()) {
      if (absl::Status s = IsTransferred(*kind) ? AddAll(*kind, engagement_) : absl::OkStatus();
          !s.ok()) {
        return s;
      }
    }
    while (!wanted_.empty()) {
      const std::string name = std::move(wanted_.front());
      wanted_.pop_front();
      if (absl::Status s = AddOutside(name); !s.ok()) return s;
    }
    return Put(actor);
  }

 private:
  struct Line {
    std::string text;
    bool outside;
  };

  bool IsOwn(absl::string_view name) const { return schema::OwnerOf(name) == engagement_; }

  // Adds a resource that the caller may read, once, and wants what it refers to.
  absl::Status Add(const Kind& kind, const Message& resource) {
    RowLinks links = LinksOf(kind, resource);
    if (!added_.insert(links.name).second) return absl::OkStatus();
    if (!tx_.view().Opens(kind.read, links.name)) {
      ++left_out_;
      return absl::OkStatus();
    }
    for (const std::string& need : links.needs) {
      if (!need.empty() && !IsOwn(need)) wanted_.push_back(need);
    }
    lines_.push_back({ResourceLine(resource, !IsOwn(links.name)), !IsOwn(links.name)});
    bytes_ += lines_.back().text.size();
    links_.push_back(std::move(links));
    return bytes_ > blob::kMaxBytes ? TooLarge() : absl::OkStatus();
  }

  absl::Status AddAll(const Kind& kind, absl::string_view owner) {
    return ForEachOf(tx_, kind, owner,
                     [&](const Message& resource) { return Add(kind, resource); });
  }

  absl::Status AddOutside(const std::string& name) {
    const Kind* kind = tx_.schema().KindOfName(name);
    const bool known = kind != nullptr && IsTransferred(*kind) &&
                       !absl::StrContains(schema::OwnerOf(name), "/engagements/");
    if (!known || added_.count(name) > 0) return absl::OkStatus();
    const std::unique_ptr<Message> resource(kind->prototype->New());
    const absl::Status loaded = tx_.Load(name, resource.get());
    if (absl::IsNotFound(loaded)) return absl::OkStatus();
    if (!loaded.ok()) return loaded;
    if (absl::Status s = Add(*kind, *resource); !s.ok()) return s;
    if (name == root_.administration()) return AddAdministration(name);
    return name == schema::ParentOf(engagement_) ? AddShared(name) : absl::OkStatus();
  }

  // What the engagements of the programme share, referred to or not.
  absl::Status AddShared(const std::string& name) {
    for (const auto* descriptor : {v1alpha::CodeList::descriptor(), v1alpha::Goal::descriptor(),
                                   v1alpha::Indicator::descriptor()}) {
      if (absl::Status s = AddAll(*tx_.schema().KindOf(descriptor), name); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  // Units, interfaces and services of the administration, referred to or not.
  absl::Status AddAdministration(const std::string& name) {
    for (const auto& kind : tx_.schema().kinds()) {
      if (!IsTransferred(*kind)) continue;
      if (absl::Status s = AddAll(*kind, name); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  ExportFile Put(const std::string& actor) const {
    v1alpha::TransferHead head;
    head.set_format(kEngagementFormat);
    head.set_version(kEngagementFormatVersion);
    head.set_engagement(engagement_);
    *head.mutable_export_time() = types::ToTimestamp(tx_.now());
    head.set_actor(actor);
    ExportFile file;
    std::string own;
    std::string outside;
    for (const std::vector<int>& group : OrderRows(links_)) {
      for (const int i : group) {
        const Line& line = lines_[i];
        (line.outside ? outside : own) += line.text;
        line.outside ? head.set_outside_count(head.outside_count() + 1)
                     : head.set_own_count(head.own_count() + 1);
      }
    }
    file.content = absl::StrCat(HeadLine(head), outside, own);
    file.file_name =
        absl::StrCat(engagement_.substr(engagement_.rfind('/') + 1), ".engagement.jsonl");
    file.media_type = "application/json";
    file.row_count = static_cast<int64_t>(lines_.size());
    file.left_out_count = left_out_;
    return file;
  }

  Tx& tx_;
  const std::string engagement_;
  Engagement root_;
  std::set<std::string> added_;
  std::deque<std::string> wanted_;
  std::vector<Line> lines_;
  std::vector<RowLinks> links_;
  size_t bytes_ = 0;
  int64_t left_out_ = 0;
};

absl::StatusOr<ExportFile> MakeTable(Tx& tx, const std::string& owner,
                                     const std::string& collection) {
  const Kind* kind = KindOfCollection(tx.schema(), owner, collection);
  if (kind == nullptr) return absl::InternalError("the collection was checked before");
  const TableForm form(*kind);
  ExportFile file;
  file.content = absl::StrCat(kByteOrderMark, form.Header());
  file.file_name = absl::StrCat(collection, ".csv");
  file.media_type = "text/csv";
  const absl::Status read = ForEachOf(tx, *kind, owner, [&](const Message& resource) {
    if (!tx.view().Opens(kind->read, schema::TextIn(resource, kind->name))) {
      ++file.left_out_count;
      return absl::OkStatus();
    }
    ++file.row_count;
    file.content += form.Row(resource);
    return file.content.size() > blob::kMaxBytes ? TooLarge() : absl::OkStatus();
  });
  if (!read.ok()) return read;
  return file;
}

}  // namespace

absl::StatusOr<ExportFile> MakeExportFile(Tx& tx, const ExportJob& job, const std::string& actor) {
  const std::string owner(schema::ParentOf(job.name()));
  if (job.form() == v1alpha::TRANSFER_FORM_CSV) return MakeTable(tx, owner, job.collection());
  absl::StatusOr<ExportFile> file = Lines(&tx, owner).Make(actor);
  if (file.ok() && file->content.size() > blob::kMaxBytes) return TooLarge();
  return file;
}

}  // namespace lotse::engagement
