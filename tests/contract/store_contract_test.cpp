// What every backend of the server's store must promise. One suite; each backend adds itself at the end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "shared/crypto/crypto.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/attachment_store.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/sqlite/open_store.hpp"
#include "sync-server/store/store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {
namespace {

using testing::SizeIs;

using OpenStore = std::function<std::unique_ptr<Store>(const std::filesystem::path& folder, Clock clock)>;

struct Backend {
  const char* name;
  OpenStore open;
};

class StoreContract : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    static std::atomic<int> count{0};
    ASSERT_TRUE(crypto::start());
    folder_ = std::filesystem::temp_directory_path() /
              ("ronda-contract-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(folder_);
    store = GetParam().open(folder_, [this] { return now; });
    ASSERT_NE(store, nullptr);
    const auto founded = store->write([&](WriteTxn& txn) { return found(txn); });
    ASSERT_TRUE(founded) << founded.error().message;
  }

  void TearDown() override {
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  Result<void> found(WriteTxn& txn) {
    UnitRow row;
    row.id = unit = txn.new_id<UnitId>();
    row.name = "Unit";
    row.south_e6 = -11'000'000;
    row.north_e6 = -10'000'000;
    row.west_e6 = 123'000'000;
    row.east_e6 = 124'000'000;
    if (auto put = txn.settings().put_unit(row); !put) return put;
    OfficerRow member;
    member.id = officer = txn.new_id<OfficerId>();
    member.unit = unit;
    member.name = "Yosef Nahak";
    member.rank = "Bripka";
    member.nrp = "00000002";
    member.role = "officer";
    if (auto put = txn.access().put_officer(member); !put) return put;
    DeviceRow phone;
    phone.id = device = txn.new_id<DeviceId>();
    phone.officer = officer;
    phone.unit = unit;
    phone.name = "Ponsel";
    phone.public_key.assign(32, 1);
    phone.token_hash.assign(32, 2);
    phone.enrolled_at = now;
    phone.head_hash.assign(32, 0);
    if (auto put = txn.access().put_device(phone); !put) return put;
    LodgingRow place;
    place.id = lodging = txn.new_id<LodgingId>();
    place.unit = unit;
    place.name = "Wisma Lontar Teduh";
    place.kind = "guesthouse";
    place.lat_e6 = -10'150'000;
    place.lng_e6 = 123'620'000;
    place.source = "test";
    if (auto put = txn.lodgings().put(place); !put) return put;
    TeamRow group;
    group.id = team = txn.new_id<TeamId>();
    group.unit = unit;
    group.name = "Regu 2";
    group.members = {officer};
    group.start_name = "Polresta";
    return txn.settings().put_team(group);
  }

  StoredRecord record(std::int64_t chain_seq, std::int64_t seq) {
    StoredRecord row;
    row.chain_seq = chain_seq;
    row.device = device;
    row.seq = seq;
    row.id.uuid.bytes[0] = static_cast<std::uint8_t>(seq);
    row.kind = "inspection.sealed";
    row.bytes = std::string("{\"seq\":") + std::to_string(seq) + "}";
    row.hash = crypto::sha256(row.bytes);
    row.chain_hash = row.hash;
    row.received_at = now;
    return row;
  }

  InspectionRow inspection_row(WriteTxn& txn, std::int64_t seq, const std::string& outcome) {
    InspectionRow row;
    row.id = txn.new_id<InspectionId>();
    row.unit = unit;
    row.lodging = lodging;
    row.officer = officer;
    row.device = device;
    row.seq = seq;
    row.checklist = "v1";
    row.outcome = outcome;
    row.opened_at = row.sealed_at = {now.ms + seq * 60'000};
    row.local_date = {2026, 12, 1};
    row.zone = "Asia/Makassar";
    row.received_at = now;
    return row;
  }

  Result<InspectionId> add_inspection(WriteTxn& txn, std::int64_t seq, const std::string& outcome = "done") {
    if (auto appended = txn.sync().append(record(seq, seq)); !appended) return std::move(appended).error();
    const InspectionRow row = inspection_row(txn, seq, outcome);
    ledger::Hash photo{};
    photo[0] = 5;
    auto added = txn.findings().add_inspection(row, {{"FIR-02", "\"no\"", std::nullopt}},
                                               {{photo, "LEG-01", 100, "image/jpeg"}});
    if (!added) return std::move(added).error();
    return row.id;
  }

  FindingRow finding(WriteTxn& txn, InspectionId opened_by) {
    FindingRow row;
    row.id = txn.new_id<FindingId>();
    row.unit = unit;
    row.lodging = lodging;
    row.code = "FIR-02";
    row.severity = "critical";
    row.text_id = "Jalur evakuasi";
    row.text_en = "Escape route";
    row.opened_on = row.last_seen = {2026, 12, 1};
    row.opened_by = opened_by;
    row.due_on = {2026, 12, 4};
    return row;
  }

  Instant now{1'796'000'000'000};
  std::unique_ptr<Store> store;
  UnitId unit;
  OfficerId officer;
  DeviceId device;
  LodgingId lodging;
  TeamId team;

 private:
  std::filesystem::path folder_;
};

TEST_P(StoreContract, AnErrorRollsEverythingBack) {
  const auto outcome = store->write([&](WriteTxn& txn) -> Result<void> {
    if (auto added = add_inspection(txn, 1); !added) return std::move(added).error();
    return Error{ErrorCode::conflict, "no", ""};
  });

  EXPECT_FALSE(outcome);
  EXPECT_EQ(store->read([](const ReadTxn& txn) { return txn.sync().chain_end(); })->chain_seq, 0);
}

TEST_P(StoreContract, WritesThatShareACommitStandAndFallEachByItself) {
  const auto touching = [&](WriteTxn& txn) { return txn.touch("team", txn.new_uuid(), unit); };
  const auto before = *store->read([](const ReadTxn& txn) { return txn.feed().head(); });

  const auto outcomes = store->write_together({
      touching,
      [&](WriteTxn& txn) -> Result<void> {
        if (auto touched = touching(txn); !touched) return touched;
        return Error{ErrorCode::conflict, "changed my mind", ""};
      },
      [&](WriteTxn& txn) -> Result<void> {
        if (auto added = add_inspection(txn, 1); !added) return std::move(added).error();
        return add_inspection(txn, 1).error();  // the second one is refused by the store, in the middle of its work
      },
      touching,
  });

  ASSERT_THAT(outcomes, SizeIs(4));
  EXPECT_TRUE(outcomes[0]);
  EXPECT_EQ(outcomes[1].error().code, ErrorCode::conflict);
  EXPECT_EQ(outcomes[2].error().code, ErrorCode::conflict);
  EXPECT_TRUE(outcomes[3]);
  const auto entries = store->read([&](const ReadTxn& txn) { return txn.feed().after(unit, before, 10); });
  ASSERT_THAT(*entries, SizeIs(2)) << "nothing is left of the two that failed, not even a number";
  EXPECT_EQ(entries->back().seq, before + 2);
  EXPECT_EQ(store->read([](const ReadTxn& txn) { return txn.sync().chain_end(); })->chain_seq, 0);
}

TEST_P(StoreContract, WhenAllThatShareACommitFailNothingIsWritten) {
  const auto before = *store->read([](const ReadTxn& txn) { return txn.feed().head(); });

  const auto outcomes = store->write_together({[&](WriteTxn& txn) -> Result<void> {
    if (auto touched = txn.touch("team", txn.new_uuid(), unit); !touched) return touched;
    return Error{ErrorCode::gap, "no", "7"};
  }});

  EXPECT_EQ(outcomes.front().error().where, "7");
  EXPECT_EQ(*store->read([](const ReadTxn& txn) { return txn.feed().head(); }), before);
}

TEST_P(StoreContract, ARecordKeepsItsExactBytes) {
  auto row = record(1, 1);
  row.bytes = std::string("{\"a\":\"\xC3\xA9\0b\"}", 11);

  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return txn.sync().append(row); }));

  EXPECT_EQ(store->read([&](const ReadTxn& txn) { return txn.sync().record(device, 1); })->bytes, row.bytes);
}

TEST_P(StoreContract, ADeviceHasEachNumberOnce) {
  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return txn.sync().append(record(1, 1)); }));

  const auto again = store->write([&](WriteTxn& txn) { return txn.sync().append(record(2, 1)); });

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_P(StoreContract, ARunGivesEachOfItsRecordsBackFromWithinOtherLines) {
  const std::string text = "the envelope\n{\"seq\":1}\n{\"seq\":2}\n{\"seq\":3}\n";
  RecordRun run;
  run.first_chain = 1;
  run.device = device;
  run.first_seq = 1;
  ledger::Hash chained{};
  for (const auto* line : {"{\"seq\":1}", "{\"seq\":2}", "{\"seq\":3}"}) {
    run.hashes.push_back(crypto::sha256(std::string_view(line)));
    chained = ledger::chain(chained, run.hashes.back());
  }
  run.chain_hash = chained;
  run.text = text;
  run.skip = 1;
  run.received_at = now;
  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return txn.sync().append_run(run); }));
  auto later = record(4, 4);
  later.chain_hash = ledger::chain(chained, later.hash);
  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return txn.sync().append(later); }));

  const auto second = store->read([&](const ReadTxn& txn) { return txn.sync().record(device, 2); });
  EXPECT_EQ(second->bytes, "{\"seq\":2}");
  EXPECT_EQ(second->chain_seq, 2);
  EXPECT_EQ(second->chain_hash, ledger::chain(ledger::chain({}, run.hashes[0]), run.hashes[1]));
  const auto rest = store->read([](const ReadTxn& txn) { return txn.sync().records_after(1, 2); });
  ASSERT_THAT(*rest, SizeIs(2));
  EXPECT_EQ(rest->back().bytes, "{\"seq\":3}");
  EXPECT_EQ(rest->back().chain_hash, chained);
  const auto across = store->read([](const ReadTxn& txn) { return txn.sync().records_after(2, 10); });
  ASSERT_THAT(*across, SizeIs(2)) << "the run's last and the one behind it";
  EXPECT_EQ(across->back().chain_hash, later.chain_hash);
  EXPECT_FALSE(store->read([&](const ReadTxn& txn) { return txn.sync().record(device, 5); }));
}

TEST_P(StoreContract, HashesAreGivenAcrossRunsAndOnlyWithoutAGap) {
  for (const std::int64_t seq : {1, 2, 4}) {
    ASSERT_TRUE(store->write([&](WriteTxn& txn) { return txn.sync().append(record(seq, seq)); }));
  }
  const auto hashes = [&](std::int64_t first, std::int64_t most) {
    return store->read([&](const ReadTxn& txn) { return txn.sync().record_hashes(device, first, most); })->size();
  };

  EXPECT_EQ(hashes(1, 10), 2U);
  EXPECT_EQ(hashes(2, 10), 1U);
  EXPECT_EQ(hashes(1, 1), 1U);
  EXPECT_EQ(hashes(3, 10), 0U);
  EXPECT_EQ(hashes(4, 10), 1U);
  EXPECT_EQ(hashes(9, 10), 0U);
}

TEST_P(StoreContract, AnswersAndNotesComeBackByItem) {
  const std::vector<InspectionAnswerRow> given = {{"REG-09", "\"yes\"", "kertas basah"},
                                                  {"REG-10", "\"no\"", {}},
                                                  {"LEG-05", "12", {}},
                                                  {"LEG-06", "\"na\"", {}},
                                                  {"SMP-01", "{\"from\":\"2026-11-01\"}", {}},
                                                  {"SMP-08", "\"y\"", {}}};
  const auto id = store->write([&](WriteTxn& txn) -> Result<InspectionId> {
    if (auto appended = txn.sync().append(record(1, 1)); !appended) return std::move(appended).error();
    InspectionRow row = inspection_row(txn, 1, "done");
    if (auto added = txn.findings().add_inspection(row, given, {}); !added) return std::move(added).error();
    return row.id;
  });
  ASSERT_TRUE(id) << id.error().message;

  const auto read = store->read([&](const ReadTxn& txn) { return txn.findings().answers(*id); });

  ASSERT_TRUE(read) << read.error().message;
  std::string text;
  for (const auto& answer : *read)
    text += answer.item + "=" + answer.value + (answer.note ? "(" + *answer.note + ")" : "") + " ";
  EXPECT_EQ(text,
            "LEG-05=12 LEG-06=\"na\" REG-09=\"yes\"(kertas basah) REG-10=\"no\" SMP-01={\"from\":\"2026-11-01\"} "
            "SMP-08=\"y\" ");
}

TEST_P(StoreContract, TheFeedsSummaryIsSilentOnceTenNewerInspectionsAreThere) {
  std::vector<InspectionId> ids;
  for (std::int64_t seq = 1; seq <= 3; ++seq) {
    ids.push_back(*store->write([&](WriteTxn& txn) { return add_inspection(txn, seq); }));
  }
  const auto summary = [&](InspectionId id, int newer) {
    return *store->read([&](const ReadTxn& txn) { return txn.findings().summary(unit, id, newer); });
  };

  EXPECT_FALSE(summary(ids[0], 2));
  ASSERT_TRUE(summary(ids[0], 3));
  EXPECT_EQ(summary(ids[0], 3)->answers.front().value, "\"no\"");
  EXPECT_EQ(store->read([&](const ReadTxn& txn) { return txn.findings().summary(UnitId{}, ids[2], 9); }).error().code,
            ErrorCode::not_found);
}

TEST_P(StoreContract, ThePaperOfAnInspectionIsFoundByItsWholeKey) {
  ledger::Hash key{};
  key[31] = 1;
  const auto id = store->write([&](WriteTxn& txn) -> Result<InspectionId> {
    auto added = add_inspection(txn, 1);
    if (!added) return added;
    if (auto linked = txn.notices().add_inspection_link({key, *added, unit, now}); !linked) {
      return std::move(linked).error();
    }
    return added;
  });
  auto other = key;
  other[31] = 2;  // the same beginning

  EXPECT_EQ((*store->read([&](const ReadTxn& txn) { return txn.notices().inspection_link(key); }))->inspection, *id);
  EXPECT_FALSE(*store->read([&](const ReadTxn& txn) { return txn.notices().inspection_link(other); }));
}

TEST_P(StoreContract, QuarantineTakesTheSameRecordOnce) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(store->write([&](WriteTxn& txn) {
      QuarantineRow row;
      row.id = txn.new_uuid();
      row.unit = unit;
      row.device = device;
      row.seq = 1;
      row.kind = "x";
      row.code = "not_found";
      row.message = "no such lodging";
      row.received_at = now;
      return txn.sync().put_quarantine(row);
    }));
  }

  EXPECT_EQ(*store->read([&](const ReadTxn& txn) { return txn.sync().quarantine_count(unit); }), 1);
}

TEST_P(StoreContract, FeedNumbersRiseAndATouchedEntityMovesToTheEnd) {
  const auto head = *store->read([](const ReadTxn& txn) { return txn.feed().head(); });

  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return txn.touch("lodging", lodging.uuid, unit); }));

  const auto entries = store->read([&](const ReadTxn& txn) { return txn.feed().after(unit, head, 10); });
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ(entries->front().seq, head + 1);
  const auto all = store->read([&](const ReadTxn& txn) { return txn.feed().after(unit, 0, 100); });
  EXPECT_EQ(std::count_if(all->begin(), all->end(), [](const FeedEntry& entry) { return entry.entity == "lodging"; }),
            1);
}

TEST_P(StoreContract, SequenceNumbersBecomeVisibleInOrder) {
  std::int64_t cursor = *store->read([](const ReadTxn& txn) { return txn.feed().head(); });
  const std::int64_t end = cursor + 80;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(store->write([&](WriteTxn& txn) { return txn.touch("officer", txn.new_uuid(), unit); }));
      }
    });
  }
  int seen = 0;
  while (cursor < end) {
    const auto entries = store->read([&](const ReadTxn& txn) { return txn.feed().after(unit, cursor, 7); });
    ASSERT_TRUE(entries);
    for (const auto& entry : *entries) {
      ASSERT_GT(entry.seq, cursor);
      cursor = entry.seq;
      ++seen;
    }
  }
  for (auto& writer : writers) writer.join();

  EXPECT_EQ(seen, 80) << "a reader that follows the cursor misses nothing";
}

TEST_P(StoreContract, AnInspectionCountsItsPhotosAsTheyArrive) {
  const auto id = store->write([&](WriteTxn& txn) { return add_inspection(txn, 1); });
  ASSERT_TRUE(id) << id.error().message;
  EXPECT_EQ(store->read([&](const ReadTxn& txn) { return txn.findings().inspection(unit, *id); })->photos_on_server, 0);

  ASSERT_TRUE(store->write([&](WriteTxn& txn) {
    AttachmentRow row;
    row.sha256[0] = 5;
    row.device = device;
    row.unit = unit;
    row.type = "image/jpeg";
    row.length = 100;
    row.whole = true;
    row.created_at = now;
    row.touched_at = now;
    return txn.attachments().put_attachment(row);
  }));

  const auto listed = store->read([&](const ReadTxn& txn) { return txn.findings().inspection(unit, *id); });
  EXPECT_EQ(listed->photos, 1);
  EXPECT_EQ(listed->photos_on_server, 1);
}

TEST_P(StoreContract, InspectionsPageFromTheNewestWithoutRepeating) {
  for (std::int64_t seq = 1; seq <= 5; ++seq) {
    ASSERT_TRUE(store->write([&](WriteTxn& txn) { return add_inspection(txn, seq); }));
  }

  InspectionFilter filter;
  std::vector<std::int64_t> seqs;
  for (int page = 0; page < 3; ++page) {
    const auto rows = store->read([&](const ReadTxn& txn) { return txn.findings().inspections(unit, filter, 2); });
    ASSERT_TRUE(rows);
    for (const auto& row : *rows) seqs.push_back(row.row.seq);
    if (!rows->empty()) filter.after = rows->back().row.id;
  }

  EXPECT_THAT(seqs, testing::ElementsAre(5, 4, 3, 2, 1));
}

// The indexes hold four bytes of an id: what agrees in them must still be told apart.
TEST_P(StoreContract, LodgingsUnitsInspectionsAndPhotosWhoseIdsAreAlikeAreToldApart) {
  const LodgingId there = lodging;
  InspectionId here_id;
  InspectionId there_id;
  ASSERT_TRUE(store->write([&](WriteTxn& txn) -> Result<void> {
    LodgingRow twin;
    twin.id = there;
    twin.id.uuid.bytes[0] ^= 0x40U;
    twin.unit = unit;
    twin.name = "Kos Beringin 14";
    twin.kind = "kos";
    twin.source = "test";
    if (auto put = txn.lodgings().put(twin); !put) return put;
    InspectionRow row = inspection_row(txn, 1, "done");
    ledger::Hash photo{};
    photo[31] = 1;
    there_id = row.id;
    if (auto added = txn.findings().add_inspection(row, {}, {{photo, "LEG-01", 100, "image/jpeg"}}); !added)
      return added;
    row.id.uuid.bytes[0] ^= 0x40U;
    here_id = row.id;
    row.seq = 2;
    row.lodging = lodging = twin.id;
    photo[31] = 2;
    return txn.findings().add_inspection(row, {}, {{photo, "LEG-01", 100, "image/png"}});
  }));

  const auto read = store->read([&](const ReadTxn& txn) -> Result<std::string> {
    InspectionFilter one;
    one.lodging = there;
    UnitId other = unit;
    other.uuid.bytes[0] ^= 0x40U;
    ledger::Hash photo{};
    photo[31] = 3;
    std::string text = std::to_string(txn.findings().inspections(unit, one, 9)->size()) + " of " +
                       std::to_string(txn.findings().inspections(unit, {}, 9)->size()) + ", " +
                       std::to_string(txn.findings().inspections(other, {}, 9)->size()) + " elsewhere; ";
    text += std::to_string(txn.lodgings().standing(there, {2026, 12, 1}, {2026, 12, 31})->done) + " done there; ";
    text += txn.findings().photos(there_id)->front().type + " " + txn.findings().photos(here_id)->front().type;
    text += *txn.findings().names_photo(unit, photo) ? "; a photo that nobody took is named" : "";
    return text;
  });

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, "1 of 2, 0 elsewhere; 1 done there; image/jpeg image/png");
}

TEST_P(StoreContract, AFeedTakesOnlyEntitiesThatDevicesKnow) {
  const auto touched = store->write([&](WriteTxn& txn) { return txn.touch("guest", lodging.uuid, unit); });
  ASSERT_FALSE(touched);
  EXPECT_EQ(touched.error().code, ErrorCode::bad_input);
}

TEST_P(StoreContract, AClosedFindingCarriesItsDayAndAnOpenOneNone) {
  const auto outcome = store->write([&](WriteTxn& txn) -> Result<void> {
    const auto inspection = add_inspection(txn, 1);
    if (!inspection) return inspection.error();
    auto row = finding(txn, *inspection);
    row.state = "corrected_later";
    return txn.findings().put_finding(row);
  });

  EXPECT_FALSE(outcome) << "closed without a day";
}

TEST_P(StoreContract, ANoticeNumberIsGivenOnceInAUnitAndOldVersionsAreRefused) {
  NoticeRow first;
  NoticeRow second;
  ASSERT_TRUE(store->write([&](WriteTxn& txn) -> Result<void> {
    for (auto* notice : {&first, &second}) {
      const auto inspection = add_inspection(txn, notice == &first ? 1 : 2);
      if (!inspection) return inspection.error();
      notice->id = txn.new_id<NoticeId>();
      notice->unit = unit;
      notice->lodging = lodging;
      notice->inspection = *inspection;
      notice->made_at = now;
      notice->due_on = {2026, 12, 4};
      if (auto added = txn.notices().add_notice(*notice, {}); !added) return added;
    }
    return {};
  }));
  first.state = second.state = "issued";
  first.number = second.number = "B/1/XII/2026";
  const auto numbered = store->write([&](WriteTxn& txn) { return txn.notices().update_notice(first); });
  ASSERT_TRUE(numbered) << numbered.error().message;

  const auto same_number = store->write([&](WriteTxn& txn) { return txn.notices().update_notice(second); });
  const auto old_version = store->write([&](WriteTxn& txn) { return txn.notices().update_notice(first); });

  ASSERT_FALSE(same_number);
  EXPECT_EQ(same_number.error().code, ErrorCode::conflict);
  ASSERT_FALSE(old_version);
  EXPECT_EQ(old_version.error().code, ErrorCode::stale_version);
}

TEST_P(StoreContract, AUnitHasEachMonthOnceAndAPlanReplacesThePlanBefore) {
  RoundRow round;
  const auto visit_on = [&](WriteTxn& txn, LocalDate date) {
    VisitRow visit;
    visit.id = txn.new_id<VisitId>();
    visit.unit = unit;
    visit.lodging = lodging;
    visit.team = team;
    visit.date = date;
    visit.band = "afternoon";
    return visit;
  };
  ASSERT_TRUE(store->write([&](WriteTxn& txn) -> Result<void> {
    round.id = txn.new_id<RoundId>();
    round.unit = unit;
    round.month = "2026-12";
    round.created_at = now;
    if (auto added = txn.planning().add_round(round); !added) return added;
    StoredPlan plan;
    plan.visits = {visit_on(txn, {2026, 12, 3}), visit_on(txn, {2026, 12, 9})};
    return txn.planning().replace_plan(round.id, plan);
  }));
  const auto twice = store->write([&](WriteTxn& txn) {
    auto other = round;
    other.id = txn.new_id<RoundId>();
    return txn.planning().add_round(other);
  });
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::conflict);

  ASSERT_TRUE(store->write([&](WriteTxn& txn) {
    StoredPlan plan;
    plan.visits = {visit_on(txn, {2026, 12, 20})};
    plan.unplanned = {{lodging, "", 1, "budget", {{"budget", 25, 0, team, {2026, 12, 14}, "afternoon", 25}}}};
    return txn.planning().replace_plan(round.id, plan);
  }));

  const auto visits = store->read([&](const ReadTxn& txn) { return txn.planning().visits(round.id, {}); });
  ASSERT_THAT(*visits, SizeIs(1));
  EXPECT_EQ(visits->front().row.date.day, 20);
  EXPECT_EQ(visits->front().lodging_name, "Wisma Lontar Teduh");
  const auto left = store->read([&](const ReadTxn& txn) { return txn.planning().unplanned(round.id); });
  ASSERT_THAT(*left, SizeIs(1));
  ASSERT_THAT(left->front().relaxations, SizeIs(1));
  EXPECT_EQ(left->front().relaxations[0].minutes, 25);
}

TEST_P(StoreContract, ChangesOfAPlanAreNumberedPerRoundAndOnlyPlannedVisitsMayGo) {
  RoundRow round;
  VisitRow planned, told;
  ASSERT_TRUE(store->write([&](WriteTxn& txn) -> Result<void> {
    round.id = txn.new_id<RoundId>();
    round.unit = unit;
    round.month = "2026-12";
    round.created_at = now;
    if (auto added = txn.planning().add_round(round); !added) return added;
    for (auto* visit : {&planned, &told}) {
      visit->id = txn.new_id<VisitId>();
      visit->round = round.id;
      visit->unit = unit;
      visit->lodging = lodging;
      visit->team = team;
      visit->date = {2026, 12, 3};
      visit->band = "afternoon";
      visit->lock_team = true;
    }
    told.state = "disclosed";
    if (auto added = txn.planning().add_visit(planned); !added) return added;
    return txn.planning().add_visit(told);
  }));

  const auto edit = [&](int deed) {
    return store->write([&](WriteTxn& txn) {
      PlanEditRow row;
      row.round = round.id;
      row.kind = "move";
      row.visit = planned.id;
      row.lodging = lodging;
      row.to_team = team;
      row.to_date = LocalDate{2026, 12, 9};
      row.locks_after = kLockDay | kLockTime;
      row.by = officer;
      row.at = now;
      row.deed = deed;
      return txn.planning().add_edit(row);
    });
  };
  EXPECT_EQ(*edit(0), 1);
  EXPECT_EQ(*edit(1), 2);
  EXPECT_EQ(*edit(0), 3);
  const auto log = store->read([&](const ReadTxn& txn) { return txn.planning().edits(round.id, 10); });
  ASSERT_THAT(*log, SizeIs(3));
  EXPECT_EQ((*log)[0].deed, 3) << "the newest first, a deed of its own";
  EXPECT_EQ((*log)[1].deed, 1);
  EXPECT_EQ((*log)[2].locks_after, kLockDay | kLockTime);

  const auto gone = store->write([&](WriteTxn& txn) { return txn.planning().remove_visit(planned.id); });
  const auto stays = store->write([&](WriteTxn& txn) { return txn.planning().remove_visit(told.id); });
  EXPECT_TRUE(gone);
  ASSERT_FALSE(stays);
  EXPECT_EQ(stays.error().code, ErrorCode::conflict);
  EXPECT_EQ(*store->read([&](const ReadTxn& txn) { return txn.planning().visit(unit, told.id); }), told);
}

TEST_P(StoreContract, MinutesAddedToATeamDayAreOneNumberAndZeroTakesThemBack) {
  RoundRow round;
  const auto put = [&](int minutes) {
    return store->write([&](WriteTxn& txn) {
      return txn.planning().put_extra_time(round.id, {team, {2026, 12, 14}, minutes});
    });
  };
  const auto extra = [&] {
    return *store->read([&](const ReadTxn& txn) { return txn.planning().extra_times(round.id); });
  };
  ASSERT_TRUE(store->write([&](WriteTxn& txn) {
    round.id = txn.new_id<RoundId>();
    round.unit = unit;
    round.month = "2026-12";
    round.created_at = now;
    return txn.planning().add_round(round);
  }));

  ASSERT_TRUE(put(25));
  ASSERT_TRUE(put(40));
  ASSERT_THAT(extra(), SizeIs(1));
  EXPECT_EQ(extra()[0].minutes, 40);
  ASSERT_TRUE(put(0));
  EXPECT_THAT(extra(), SizeIs(0));
}

TEST_P(StoreContract, OnlyDoneInspectionsAreVisitedDays) {
  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return add_inspection(txn, 1, "refused"); }));
  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return add_inspection(txn, 2); }));
  ASSERT_TRUE(store->write([&](WriteTxn& txn) { return add_inspection(txn, 3); }));

  const auto days = store->read([&](const ReadTxn& txn) {
    return txn.findings().visited_days(unit, {2026, 12, 1}, {2026, 12, 31});
  });

  ASSERT_THAT(*days, SizeIs(1)) << "one a lodging and day";
  EXPECT_EQ(days->front().team, team);
}

INSTANTIATE_TEST_SUITE_P(
    Backends, StoreContract,
    testing::Values(Backend{
        "sqlite",
        [](const std::filesystem::path& folder, Clock clock) {
          auto opened = open_sqlite_store({folder / "ronda.db", 2, std::move(clock), crypto::entropy()});
          return opened ? std::move(*opened) : nullptr;
        }}),
    [](const auto& backend) { return std::string(backend.param.name); });

}  // namespace
}  // namespace ronda::server
