#include "services/engagement/app/reference.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runtime/rpc/error.h"
#include "services/engagement/app/successors.h"
#include "services/engagement/domain/territory_import.h"
#include "services/engagement/domain/territory_rules.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::ImportTerritoriesRequest;
using v1alpha::ImportTerritoriesResponse;
using v1alpha::Territory;
using v1alpha::TerritoryRow;

// One import: the rows first, then what follows from them, then all is stored.
class Import {
 public:
  Import(Tx* tx, const ImportTerritoriesRequest* list, ImportTerritoriesResponse* reply)
      : tx_(*tx), list_(*list), reply_(*reply) {}

  absl::Status Run() {
    for (const TerritoryRow& row : list_.rows()) {
      if (absl::Status s = TakeRow(row); !s.ok()) return s;
    }
    if (absl::Status s = Derive(); !s.ok()) return s;
    for (const auto& [name, item] : items_) {
      if (absl::Status s = Put(name); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

 private:
  // A territory of this import, as it will be.
  struct Item {
    Territory territory;
    bool stored = false;   // It was there before.
    bool derived = false;  // No row is about it.
    bool put = false;
    int line = 0;
  };

  void Refuse(const TerritoryRow& row, std::string field, std::string description) {
    v1alpha::RefusedRow* refused = reply_.add_refused();
    refused->set_line(row.line());
    refused->set_field(std::move(field));
    refused->set_description(std::move(description));
  }

  // True if the row is refused for what was found.
  bool Refused(const TerritoryRow& row, const rpc::FieldViolations& violations) {
    if (violations.empty()) return false;
    const rpc::FieldViolation& first = violations.front();
    Refuse(row,
           absl::StrReplaceAll(first.field, {{"territory.populations[0].", ""},
                                             {"territory.successors", "successor_keys"},
                                             {"territory.", ""}}),
           first.description);
    return true;
  }

  // Reads what is stored; false if nothing is.
  absl::StatusOr<bool> Find(const std::string& name, Territory* territory) {
    const absl::Status loaded = tx_.Load(name, territory);
    if (!loaded.ok() && !absl::IsNotFound(loaded)) return loaded;
    return loaded.ok();
  }

  absl::Status TakeRow(const TerritoryRow& row) {
    if (Refused(row, CheckTerritoryRow(row))) return absl::OkStatus();
    const std::string name = TerritoryName(row.key());
    if (const auto other = items_.find(name); other != items_.end()) {
      Refuse(row, "key", absl::StrCat("is that of line ", other->second.line, " too"));
      return absl::OkStatus();
    }
    Item item;
    item.line = row.line();
    const Territory seen = TerritoryOf(list_, row);
    const absl::StatusOr<bool> found = Find(name, &item.territory);
    if (!found.ok()) return found.status();
    item.stored = *found;
    if (item.territory.has_delete_time()) {
      Refuse(row, "key", absl::StrCat(name, " was deleted; undelete it first"));
      return absl::OkStatus();
    }
    // What a row tells has to be right by itself: a day that is none cannot be compared.
    if (Refused(row, CheckTerritory(seen))) return absl::OkStatus();
    if (item.stored) {
      MergeTerritory(seen, &item.territory);
      if (Refused(row, CheckTerritory(item.territory))) return absl::OkStatus();
    } else {
      item.territory = seen;
      if (absl::Status s = FindTown(&item.territory); !s.ok()) return s;
    }
    return TakeSuccessors(row, std::move(item));
  }

  // A district without a row of its town may have it in the store.
  absl::Status FindTown(Territory* territory) {
    if (territory->level() != Territory::LEVEL_DISTRICT) return absl::OkStatus();
    Territory town;
    const absl::StatusOr<bool> found = Find(TerritoryName(TownOf(territory->key())), &town);
    if (!found.ok()) return found.status();
    if (*found) territory->set_level(Territory::LEVEL_DISTRICT_TOWN);
    return absl::OkStatus();
  }

  absl::Status TakeSuccessors(const TerritoryRow& row, Item item) {
    const std::string name = item.territory.name();
    for (int i = 0; i < item.territory.successors_size(); ++i) {
      const std::string& successor = item.territory.successors(i);
      const std::string field = absl::StrCat("successor_keys[", i, "]");
      Territory known;
      const absl::StatusOr<bool> found = Find(successor, &known);
      if (!found.ok()) return found.status();
      if (known.has_delete_time()) {
        Refuse(row, field, absl::StrCat(successor, " was deleted; undelete it first"));
        return absl::OkStatus();
      }
      const absl::StatusOr<bool> circle =
          LeadsTo(tx_, successor, name, [this](const std::string& other) { return Seen(other); });
      if (!circle.ok()) return circle.status();
      if (*circle) {
        Refuse(row, field, "becomes what this row is about, by another row or an earlier list");
        return absl::OkStatus();
      }
    }
    items_[name] = std::move(item);
    return absl::OkStatus();
  }

  // A territory of this import; null if it tells nothing of it.
  const Territory* Seen(const std::string& name) {
    const auto item = items_.find(name);
    return item == items_.end() ? nullptr : &item->second.territory;
  }

  // Adds what the rows tell of without having it: what they lie in, and successors.
  absl::Status Derive() {
    std::map<std::string, Territory> derived;  // By key.
    const auto add = [&](const std::string& key) -> Territory& {
      return derived.try_emplace(key, DerivedTerritory(list_, key)).first->second;
    };
    for (const auto& [name, item] : items_) {
      std::vector<std::string> keys = {item.territory.key()};
      for (const std::string& successor : item.territory.successors()) {
        keys.push_back(successor.substr(TerritoryName("").size()));
        add(keys.back());
      }
      for (const std::string& key : keys) {
        for (const std::string& above : KeysAbove(key)) {
          Territory& territory = add(above);
          const bool is_district = territory.level() == Territory::LEVEL_DISTRICT;
          if (is_district && IsTown(key)) territory.set_level(Territory::LEVEL_DISTRICT_TOWN);
        }
      }
    }
    for (const auto& [key, seen] : derived) {
      if (absl::Status s = TakeDerived(seen); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status TakeDerived(const Territory& seen) {
    const auto [entry, is_new] = items_.try_emplace(seen.name());
    Item& item = entry->second;
    if (is_new) {
      item.derived = true;
      const absl::StatusOr<bool> found = Find(seen.name(), &item.territory);
      if (!found.ok()) return found.status();
      item.stored = *found;
      // Somebody decided that it is not wanted.
      item.put = item.territory.has_delete_time();
      if (!item.stored) item.territory = seen;
    }
    MergeDerived(seen, &item.territory);
    return absl::OkStatus();
  }

  // Stores a territory behind its successors, which it refers to.
  absl::Status Put(const std::string& name) {
    const auto entry = items_.find(name);
    if (entry == items_.end() || entry->second.put) return absl::OkStatus();
    Item& item = entry->second;
    item.put = true;
    for (const std::string& successor : item.territory.successors()) {
      if (absl::Status s = Put(successor); !s.ok()) return s;
    }
    const std::string etag = item.territory.etag();
    const absl::Status stored =
        item.stored ? tx_.Save("IMPORT", "", &item.territory) : tx_.Create(&item.territory);
    if (!stored.ok()) return stored;
    Count(item, etag);
    return absl::OkStatus();
  }

  void Count(const Item& item, const std::string& etag_before) {
    if (!item.stored) {
      reply_.set_created_count(reply_.created_count() + 1);
      if (item.derived) reply_.set_derived_count(reply_.derived_count() + 1);
    } else if (item.territory.etag() != etag_before) {
      reply_.set_updated_count(reply_.updated_count() + 1);
    } else if (!item.derived) {
      reply_.set_unchanged_count(reply_.unchanged_count() + 1);
    }
  }

  Tx& tx_;
  const ImportTerritoriesRequest& list_;
  ImportTerritoriesResponse& reply_;
  std::map<std::string, Item> items_;  // By name.
};

}  // namespace

absl::Status ImportTerritories(Tx& tx, const ImportTerritoriesRequest& q,
                               ImportTerritoriesResponse* r) {
  if (absl::Status s = rpc::InvalidFields(CheckTerritoryList(q)); !s.ok()) return s;
  return Import(&tx, &q, r).Run();
}

}  // namespace lotse::engagement
